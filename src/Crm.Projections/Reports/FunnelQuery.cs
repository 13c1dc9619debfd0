using System.Collections.Concurrent;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Deals of one kind, status, stage and currency at an instant.</summary>
public sealed record FunnelCell(string Kind, string Status, string? Stage, string? Currency, long Count, decimal Amount, decimal Weighted);

/// <summary>The funnel at an instant, and the position of the facts that it has seen.</summary>
public sealed record FunnelSnapshot(DateTimeOffset At, long Position, IReadOnlyList<FunnelCell> Cells);

/// <summary>
/// Reads the funnel at any instant. The same question at the same position has the same answer, so answers are kept in the
/// process until the projection moves; an answer for "now" at most a second, for hosts whose clocks differ.
/// </summary>
public sealed class FunnelQuery(NpgsqlDataSource database)
{
    private const int MostKept = 1000;
    private const string Position = "select coalesce((select last_seq_id from crm_events.mt_event_progression where name = 'sales-funnel:All'), 0)";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(ReportFilter, DateTimeOffset?), Lazy<Task<FunnelSnapshot>>> kept = new();

    /// <param name="at">The instant asked for; null for now.</param>
    public async Task<FunnelSnapshot> Snapshot(ReportFilter filter, DateTimeOffset? at, DateTimeOffset now, CancellationToken ct)
    {
        var key = (filter, at);
        var position = await ReadPosition(ct);
        if (kept.TryGetValue(key, out var lazy) && lazy.Value is { IsCompletedSuccessfully: true } task && await task is var known
            && known.Position == position && (at is not null || (now >= known.At && now - known.At < Fresh))) return known with { At = at ?? now };
        if (lazy is { Value.IsCompleted: false }) return await lazy.Value;      // Somebody asks the same right now: one query serves all.
        if (kept.Count > MostKept) kept.Clear();
        var fresh = new Lazy<Task<FunnelSnapshot>>(() => Read(filter, at ?? now, CancellationToken.None));
        kept[key] = fresh;
        return await fresh.Value;
    }

    /// <summary>The deals behind a stage (or, without one, behind a status) at an instant.</summary>
    public static DrillDown Deals(ReportFilter filter, DateTimeOffset at, string status, string? stage)
    {
        List<NpgsqlParameter> parameters = [];
        var conditions = filter.Conditions(parameters);
        var instant = ReportFilter.Add(parameters, at);
        var where = $"{conditions} and r.from_at <= {instant} and r.until_at > {instant} and r.status = {ReportFilter.Add(parameters, status)}";
        if (stage is not null) where += " and r.stage = " + ReportFilter.Add(parameters, stage);
        return new DrillDown($"d.id in (select r.deal from crm.report_sales_funnel r where {where})", parameters);
    }

    private async Task<FunnelSnapshot> Read(ReportFilter filter, DateTimeOffset at, CancellationToken ct)
    {
        List<NpgsqlParameter> parameters = [];
        var conditions = filter.Conditions(parameters);
        var instant = ReportFilter.Add(parameters, at);
        // One statement, one snapshot: the position and the rows belong together.
        await using var command = database.CreateCommand(
            $"select p.position, g.* from ({Position} as position) p left join (select r.kind, r.status, r.stage, r.currency, count(*), coalesce(sum(r.amount), 0), coalesce(sum(r.weighted), 0) " +
            $"from crm.report_sales_funnel r where {conditions} and r.from_at <= {instant} and r.until_at > {instant} group by 1, 2, 3, 4) g on true");
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<FunnelCell> cells = [];
        long position = 0;
        while (await reader.ReadAsync(ct))
        {
            position = reader.GetInt64(0);
            if (!reader.IsDBNull(1))
                cells.Add(new(reader.GetString(1), reader.GetString(2), Text(reader, 3), Text(reader, 4), reader.GetInt64(5), reader.GetDecimal(6), reader.GetDecimal(7)));
        }

        return new FunnelSnapshot(at, position, cells);
    }

    private async Task<long> ReadPosition(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Position);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
