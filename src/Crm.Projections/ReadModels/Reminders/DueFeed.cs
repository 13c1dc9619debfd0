using System.Globalization;
using Npgsql;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>What reminders show a user: those that have fired and were neither snoozed nor dismissed.</summary>
public sealed class DueFeed(NpgsqlDataSource database)
{
    /// <summary>Reminders that one command dismisses.</summary>
    public const int Most = 200;

    /// <summary>Ids of the firings of a user, the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> Oldest(Guid user, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id from {StoreTables.Reminders} where owner_id = $1 and fired_at is not null order by fired_at limit "
                + limit.ToString(CultureInfo.InvariantCulture)
        );
        command.Parameters.AddWithValue(user);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Guid> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetGuid(0));
        return found;
    }
}
