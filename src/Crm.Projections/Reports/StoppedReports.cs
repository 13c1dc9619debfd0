using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>A report that has stopped.</summary>
/// <param name="Position">Position of the last event that it has seen.</param>
/// <param name="UnseenSince">When the first event that it has not seen was recorded.</param>
public sealed record StoppedReport(string Name, long Position, DateTimeOffset UnseenSince);

/// <summary>
/// Finds reports that have stopped: neither has their position moved for a while, nor have they seen an event that is as old. It asks the
/// database, because a report may run on any host, or on none. A report that is only busy moves; one without new events has seen them all.
/// </summary>
public sealed class StoppedReports(NpgsqlDataSource database)
{
    // Positions are dated by the database, events by the host that recorded them.
    private const string Sql = $"""
        select report.name, coalesce(seen.last_seq_id, 0), unseen.timestamp
        from unnest($1) as report (name)
        left join {CrmStore.EventSchema}.mt_event_progression seen on seen.name = report.name || ':All'
        cross join lateral (
            select event.timestamp from {CrmStore.EventSchema}.mt_events event
            where event.seq_id > coalesce(seen.last_seq_id, 0) order by event.seq_id limit 1) as unseen
        where unseen.timestamp <= $2 and (seen.last_updated is null or seen.last_updated <= transaction_timestamp() - $3)
        order by report.name
        """;

    public async Task<IReadOnlyList<StoppedReport>> Find(DateTimeOffset now, TimeSpan patience, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue(ReportBook.Names.ToArray());
        command.Parameters.AddWithValue(now - patience);
        command.Parameters.AddWithValue(patience);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<StoppedReport>();
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return found;
    }
}
