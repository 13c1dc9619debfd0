using System.Collections.Concurrent;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>
/// When the newest of the events was recorded that a report has processed, by the clock of the host that recorded it. A report on
/// another host, whose clock is late, must not take that event for one of the future.
/// </summary>
public sealed class NewestEvents(NpgsqlDataSource database)
{
    /// <summary>
    /// How many events before a position are looked at first. The times of events follow their positions, except for the difference of
    /// the hosts' clocks and the duration of a command.
    /// </summary>
    private const int Window = 10_000;

    private const string Newest = $"""
        select max(timestamp) from {StoreTables.Events} where {StoreColumns.Sequence} > $1 and {StoreColumns.Sequence} <= $2
        """;

    private const string Processed =
        $"select {StoreColumns.LastSequence} from {StoreTables.Progression} where name = $1";

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <summary>What is known without asking the database; null: nothing.</summary>
    public DateTimeOffset? Cached(string report) => known.GetValueOrDefault(report)?.At;

    /// <summary>Of the events that the report has processed by now.</summary>
    public async ValueTask<DateTimeOffset?> Find(string report, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Processed);
        command.Parameters.AddWithValue(ReportRegistry.ShardOf(report));
        return await command.ExecuteScalarAsync(ct) is long position ? await UpTo(report, position, ct) : null;
    }

    /// <summary>Of the events up to a position that the report has reached; only those that are new to this host are read.</summary>
    public async ValueTask<DateTimeOffset?> UpTo(string report, long position, CancellationToken ct)
    {
        var before = known.GetValueOrDefault(report);
        if (before is not null && position <= before.Position)
            return before.At;
        await using var command = database.CreateCommand(Newest);
        command.Parameters.AddWithValue(Math.Max(before?.Position ?? 0, position - Window));
        command.Parameters.AddWithValue(position);
        await using var reader = await command.ExecuteReaderAsync(ct);
        DateTimeOffset? found =
            await reader.ReadAsync(ct) && !await reader.IsDBNullAsync(0, ct)
                ? reader.GetFieldValue<DateTimeOffset>(0)
                : null;
        var newest = before?.At > found ? before.At : found ?? before?.At;
        known[report] = new(position, newest);
        return newest;
    }

    private sealed record Known(long Position, DateTimeOffset? At);
}
