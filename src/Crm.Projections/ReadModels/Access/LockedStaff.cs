using Crm.Domain.Access;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.Access;

/// <summary>
/// Users, teams and roles, read under a lock. Commands whose rules depend on the changes of others (the last
/// administrator, the tree of teams) are serialized across all hosts and read what earlier ones wrote.
/// </summary>
public sealed class LockedStaff
{
    // Two statements: the second takes its snapshot after the lock is held.
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('crm.staff', 0))::text";
    private const string Documents = $"""
        select 1, data::text from {StoreTables.Users} union all select 2, data::text from {StoreTables.Teams}
        union all select 3, data::text from {StoreTables.Roles}
        """;

    /// <summary>Names the queue of commands that take this lock.</summary>
    public static Guid Queue { get; } = QueueName.Of("staff");

    private Staff? staff;

    /// <summary>Available once the command's streams are loaded.</summary>
    public Staff Staff =>
        staff ?? throw new InvalidOperationException("the staff is read with the locks of the command");

    internal static void AddTo(NpgsqlBatchCommandCollection commands)
    {
        commands.Add(new(Lock));
        commands.Add(new(Documents));
    }

    internal async Task Read(NpgsqlDataReader reader, ISerializer json, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var (users, teams, roles) = (new List<User>(), new List<Team>(), new List<Role>());
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetInt32(0) == 1)
                users.Add(json.FromJson<UserDocument>(reader, 1).State);
            else if (reader.GetInt32(0) == 2)
                teams.Add(json.FromJson<TeamDocument>(reader, 1).State);
            else
                roles.Add(json.FromJson<RoleDocument>(reader, 1).State);
        }

        staff = new Staff(users, teams, roles);
        await reader.NextResultAsync(ct);
    }
}
