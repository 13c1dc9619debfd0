using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>A reminder that the timer holds the lock of.</summary>
/// <param name="Version">Of its stream.</param>
public sealed record ClaimedReminder(ReminderDocument Document, long Version);

/// <summary>Claims reminders whose instant has come, and those whose due date may have moved.</summary>
public sealed class DueReminders(NpgsqlDataSource database)
{
    /// <summary>Reminders of a batch that are due by the clock.</summary>
    public const int Most = 500;

    private const int MostWakes = 100;

    private const string AnySql =
        $"select exists (select from {StoreTables.Reminders} where next_at <= $1) "
        + $"or exists (select from {ReminderWakes.Qualified})";

    // Commands lock the row of the stream, and so does the timer. What a lock is held on is read by a statement of its own, whose
    // snapshot is taken after the lock.
    private const string LockDue =
        $"select s.id from {StoreTables.Reminders} r join {StoreTables.Streams} s on s.id = r.id "
        + "where r.next_at <= $1 order by r.next_at limit 500 for update of s skip locked";
    private const string LockWakes =
        $"select w.id, w.deal_id from {ReminderWakes.Qualified} w limit 100 for update of w skip locked";
    private const string LockTied =
        $"select s.id from {StoreTables.Reminders} r join {StoreTables.Streams} s on s.id = r.id "
        + "where r.due_deal_id = any($1) order by s.id for update of s skip locked";
    private const string Read =
        $"select r.data, s.version from {StoreTables.Reminders} r join {StoreTables.Streams} s on s.id = r.id "
        + "where r.id = any($1) or r.due_deal_id = any($2)";

    /// <summary>Whether anything may be due. Without a lock, so that an idle host costs one index scan.</summary>
    public async Task<bool> Any(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(AnySql);
        command.Parameters.AddWithValue(now);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The next batch, in a transaction of its own; what another host or a command holds is left for later.</summary>
    public async Task<ReminderBatch> Claim(DateTimeOffset now, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            var locked = (await Ids(connection, LockDue, now, ct)).Select(row => row.Id).ToHashSet();
            var wakes = await Ids(connection, LockWakes, null, ct);
            Guid[] deals = [.. wakes.Select(wake => wake.Other).Distinct()];
            if (deals.Length > 0)
                locked.UnionWith((await Ids(connection, LockTied, deals, ct)).Select(row => row.Id));
            var (claimed, waiting) = await Documents(connection, locked, deals, ct);
            // A reminder that a command holds keeps the row that wakes it.
            var done = wakes.Where(wake => !waiting.Contains(wake.Other)).Select(wake => wake.Id);
            return new(connection, transaction, claimed, [.. done]);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<(List<ClaimedReminder> Claimed, HashSet<Guid> Waiting)> Documents(
        NpgsqlConnection connection,
        HashSet<Guid> locked,
        Guid[] deals,
        CancellationToken ct
    )
    {
        List<ClaimedReminder> claimed = [];
        HashSet<Guid> waiting = [];
        if (locked.Count == 0 && deals.Length == 0)
            return (claimed, waiting);
        await using var command = new NpgsqlCommand(Read, connection);
        command.Parameters.AddWithValue(locked.ToArray());
        command.Parameters.AddWithValue(deals);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var document = DocumentList<ReminderDocument>.Read(reader);
            if (locked.Contains(document.Id))
                claimed.Add(new(document, reader.GetInt64(1)));
            else if (document.DueDealId is { } deal)
                waiting.Add(deal);
        }

        return (claimed, waiting);
    }

    /// <summary>Rows of ids; the second one is that of the first column where there is only one.</summary>
    private static async Task<List<(Guid Id, Guid Other)>> Ids(
        NpgsqlConnection connection,
        string sql,
        object? value,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (value is not null)
            command.Parameters.AddWithValue(value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Guid, Guid)> found = [];
        while (await reader.ReadAsync(ct))
            found.Add((reader.GetGuid(0), reader.GetGuid(reader.FieldCount - 1)));
        return found;
    }
}
