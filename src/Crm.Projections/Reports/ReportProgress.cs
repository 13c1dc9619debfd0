using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>A report that has stopped.</summary>
/// <param name="Position">Position of the last event that it has processed.</param>
/// <param name="UnseenSince">When the first unprocessed event was recorded.</param>
public sealed record StoppedReport(string Name, long Position, DateTimeOffset UnseenSince);

/// <summary>
/// Progress of the reports, on whatever host they run. A report has stopped when its position has not changed for a
/// while and its first unprocessed event is at least as old: a busy report advances, and a report without new events
/// has processed them all.
/// </summary>
public sealed class ReportProgress(NpgsqlDataSource database)
{
    // Positions are dated by the clock of the database, events by that of the host that recorded them.
    private const string Stopped = $"""
        select report.name, coalesce(seen.{StoreColumns.LastSequence}, 0), unseen.timestamp
        from unnest($1) as report (name)
        left join {StoreTables.Progression} seen on seen.name = report.name || ':All'
        cross join lateral (
            select event.timestamp from {StoreTables.Events} event
            where event.{StoreColumns.Sequence} > coalesce(seen.{StoreColumns.LastSequence}, 0)
            order by event.{StoreColumns.Sequence} limit 1) as unseen
        where unseen.timestamp <= $2
            and (seen.{StoreColumns.LastUpdated} is null or seen.{StoreColumns.LastUpdated} <= transaction_timestamp() - $3)
        order by report.name
        """;

    private const string Lag = $"""
        select report.name,
            greatest(0, (select coalesce(max({StoreColumns.Sequence}), 0) from {StoreTables.Events})
                - coalesce(seen.{StoreColumns.LastSequence}, 0))
        from unnest($1) as report (name)
        left join {StoreTables.Progression} seen on seen.name = report.name || ':All'
        order by report.name
        """;

    /// <summary>The reports that have not advanced for <paramref name="patience"/>.</summary>
    public async Task<IReadOnlyList<StoppedReport>> FindStopped(
        DateTimeOffset now,
        TimeSpan patience,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(Stopped);
        command.Parameters.AddWithValue(ReportRegistry.Names.ToArray());
        command.Parameters.AddWithValue(now - patience);
        command.Parameters.AddWithValue(patience);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<StoppedReport>();
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return found;
    }

    /// <summary>Number of unprocessed events of each report.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Lags(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Lag);
        command.Parameters.AddWithValue(ReportRegistry.Names.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lags = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            lags.Add(reader.GetString(0), reader.GetInt64(1));
        return lags;
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

    /// <summary>The position of the last event; 0 without any.</summary>
    public async Task<long> Head(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select coalesce(max({StoreColumns.Sequence}), 0) from {StoreTables.Events}"
        );
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
