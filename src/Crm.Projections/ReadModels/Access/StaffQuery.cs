using System.Text.Json;
using Crm.Domain.Access;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.ReadModels.Access;

/// <summary>Users, teams, roles, and the users who participate in deals, in one query.</summary>
public sealed class StaffQuery(NpgsqlDataSource database)
{
    private const string Sql =
        $"select 1, data::text from {StoreTables.Users} union all select 2, data::text from {StoreTables.Teams} "
        + $"union all select 3, data::text from {StoreTables.Roles} "
        + $"union all select 4, user_id::text from {Participants.Qualified}";

    /// <param name="today">The business day by which absences are judged.</param>
    public async Task<Staff> Load(DateOnly today, CancellationToken ct)
    {
        List<User> users = [];
        List<Team> teams = [];
        List<Role> roles = [];
        HashSet<UserId> participants = [];
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var json = reader.GetString(1);
            if (reader.GetInt32(0) == 1)
                users.Add(JsonSerializer.Deserialize<UserDocument>(json, StoreFormat.Json)!.State);
            else if (reader.GetInt32(0) == 2)
                teams.Add(JsonSerializer.Deserialize<TeamDocument>(json, StoreFormat.Json)!.State);
            else if (reader.GetInt32(0) == 3)
                roles.Add(JsonSerializer.Deserialize<RoleDocument>(json, StoreFormat.Json)!.State);
            else
                participants.Add(new(Guid.Parse(json)));
        }

        return new Staff(users, teams, roles, participants) { Today = today };
    }
}
