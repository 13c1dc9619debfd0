using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>How far a report has come.</summary>
/// <param name="Position">Position of the last event that it has processed.</param>
/// <param name="Lag">Number of events that it has not processed yet.</param>
/// <param name="UnseenSince">When the first unprocessed event was recorded; null when there is none.</param>
/// <param name="Failure">The error that has stopped it; null while it runs.</param>
public sealed record ReportState(
    string Name,
    long Position,
    long Lag,
    DateTimeOffset? UnseenSince,
    ReportFailure? Failure
)
{
    /// <summary>How long its first unprocessed event has been recorded; zero when there is none.</summary>
    public TimeSpan Delay(DateTimeOffset now) => UnseenSince is { } since && since < now ? now - since : TimeSpan.Zero;
}

/// <summary>Why a report has stopped.</summary>
/// <param name="Category">As the event store classifies it.</param>
/// <param name="EventPosition">Position of the event that cannot be processed, where one is to blame.</param>
/// <param name="EventType">Type of that event.</param>
public sealed record ReportFailure(string Category, long? EventPosition, string? EventType);

/// <summary>Progress of the reports, on whatever host they run.</summary>
public sealed class ReportProgress(NpgsqlDataSource database)
{
    private const string States = $"""
        select report.name, coalesce(seen.{StoreColumns.LastSequence}, 0),
            greatest(0, (select coalesce(max({StoreColumns.Sequence}), 0) from {StoreTables.Events})
                - coalesce(seen.{StoreColumns.LastSequence}, 0)),
            unseen.timestamp, seen.{StoreColumns.FailureCategory}, seen.{StoreColumns.FailureSequence},
            seen.{StoreColumns.FailureType}
        from unnest($1, $2) as report (name, shard)
        left join {StoreTables.Progression} seen on seen.name = report.shard
        left join lateral (
            select event.timestamp from {StoreTables.Events} event
            where event.{StoreColumns.Sequence} > coalesce(seen.{StoreColumns.LastSequence}, 0)
            order by event.{StoreColumns.Sequence} limit 1) as unseen on true
        order by report.name
        """;

    /// <summary>The state of each report, by name.</summary>
    public async Task<IReadOnlyList<ReportState>> Find(CancellationToken ct)
    {
        await using var command = database.CreateCommand(States);
        command.Parameters.AddWithValue(ReportRegistry.Names.ToArray());
        command.Parameters.AddWithValue(ReportRegistry.All.Select(report => report.Shard).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<ReportState>();
        while (await reader.ReadAsync(ct))
            found.Add(
                new(
                    reader.GetString(0),
                    reader.GetInt64(1),
                    reader.GetInt64(2),
                    await reader.IsDBNullAsync(3, ct) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                    await reader.IsDBNullAsync(4, ct)
                        ? null
                        : new(
                            reader.GetString(4),
                            await reader.IsDBNullAsync(5, ct) ? null : reader.GetInt64(5),
                            await reader.IsDBNullAsync(6, ct) ? null : reader.GetString(6)
                        )
                )
            );
        return found;
    }

    /// <summary>Position of the last event of the store; 0 when there is none.</summary>
    public async Task<long> LastEvent(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select coalesce(max({StoreColumns.Sequence}), 0) from {StoreTables.Events}"
        );
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The position of each shard, by name.</summary>
    public async Task<Dictionary<string, long>> All(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select name, {StoreColumns.LastSequence} from {StoreTables.Progression}"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            found[reader.GetString(0)] = reader.GetInt64(1);
        return found;
    }
}
