using System.Collections.Concurrent;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Deals of one kind, status, stage and currency at an instant.</summary>
/// <param name="Weighted">
/// Sum of amount times probability, each rounded to the minor unit; shown only for open deals.
/// </param>
public sealed record FunnelCell(
    string Kind,
    string Status,
    string? Stage,
    string? Currency,
    long Count,
    decimal Amount,
    decimal Weighted
);

/// <summary>The funnel at an instant, and the position of the last event that it includes.</summary>
public sealed record FunnelSnapshot(DateTimeOffset At, long Position, IReadOnlyList<FunnelCell> Cells);

/// <summary>
/// Reads the funnel at any instant. Between two consecutive row boundaries the answer does not change, so answers are
/// cached in the process until the projection writes; a tiny query detects that. Concurrent identical requests share
/// one query, but never one that started before events that the caller has seen.
/// </summary>
public sealed class FunnelQuery(NpgsqlDataSource database)
{
    private readonly CoalescedQuery<Stamp> progress = new(() => ReadProgress(database));

    private const int MaximumCached = 1000;

    /// <summary>
    /// A rebuild replaces rows at an unchanged position; the version of the progression row reveals it.
    /// </summary>
    private static readonly string Progress =
        $"select {StoreColumns.LastSequence}, xmin::text as version from {StoreTables.Progression} "
        + $"where name = '{SalesFunnel.Stored.Shard}'";
    private static readonly string Spans = $"{StoreFormat.Schema}.{SalesFunnel.Stored.Table}";

    private readonly ConcurrentDictionary<(ReportFilter, DateTimeOffset?), Lazy<Task<Answer>>> cached = new();

    /// <summary>Number of reads from the database; other requests were answered from the cache.</summary>
    public long Reads => Interlocked.Read(ref reads);
    private long reads;

    /// <param name="at">The requested instant; null: now.</param>
    public async Task<FunnelSnapshot> Snapshot(
        ReportFilter filter,
        DateTimeOffset? at,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (key, instant) = ((filter, at), at ?? now);
        var seen = await progress.Run().WaitAsync(ct);
        while (true)
        {
            if (
                cached.TryGetValue(key, out var known)
                && !known.Value.IsFaulted
                && await known.Value.WaitAsync(ct) is var answer
                && answer.Holds(seen, instant)
            )
                return answer.Snapshot with { At = instant };
            if (cached.Count > MaximumCached)
                cached.Clear();
            var fresh = new Lazy<Task<Answer>>(() => Read(filter, instant));
            // Only the request that places its task in the cache runs the query; the others loop and find it.
            if (known is null ? cached.TryAdd(key, fresh) : cached.TryUpdate(key, fresh, known))
                return (await fresh.Value.WaitAsync(ct)).Snapshot;
        }
    }

    /// <summary>The deals behind a stage (without one, behind a status) at an instant.</summary>
    public static DrillDown Deals(ReportFilter filter, DateTimeOffset at, string status, string? stage)
    {
        List<NpgsqlParameter> parameters = [];
        var instant = ReportFilter.Add(parameters, at);
        var conditions = filter.Conditions(parameters, instant);
        var where =
            $"{conditions} and r.from_at <= {instant} and r.until_at > {instant} and r.status = {ReportFilter.Add(parameters, status)}";
        if (stage is not null)
            where += " and r.stage = " + ReportFilter.Add(parameters, stage);
        return new DrillDown($"d.id in (select r.deal from {Spans} r where {where})", parameters);
    }

    private async Task<Answer> Read(ReportFilter filter, DateTimeOffset at)
    {
        Interlocked.Increment(ref reads);
        List<NpgsqlParameter> parameters = [];
        var instant = ReportFilter.Add(parameters, at);
        var conditions = filter.Conditions(parameters, instant);
        // A single statement, so that position, boundaries and rows are from the same snapshot.
        await using var command = database.CreateCommand(
            $"select p.{StoreColumns.LastSequence}, p.version, e.since, e.until, g.* from (select (select max(from_at) from {Spans} "
                + $"where from_at <= {instant}) as since, (select min(from_at) from {Spans} where from_at > {instant}) as "
                + "until) e "
                + $"left join ({Progress}) p on true left join (select r.kind, r.status, r.stage, "
                + "r.currency, count(*), coalesce(sum(r.amount), 0), coalesce(sum(r.weighted), 0) "
                + $"from {Spans} r where {conditions} and r.from_at <= {instant} and r.until_at > {instant} group by 1, 2, 3, 4) g on true"
        );
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        List<FunnelCell> cells = [];
        var (seen, since, until) = (default(Stamp), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        while (await reader.ReadAsync())
        {
            if (!reader.IsDBNull(0))
                seen = new(reader.GetInt64(0), reader.GetString(1));
            if (!reader.IsDBNull(2))
                since = reader.GetFieldValue<DateTimeOffset>(2);
            if (!reader.IsDBNull(3))
                until = reader.GetFieldValue<DateTimeOffset>(3);
            if (!reader.IsDBNull(4))
                cells.Add(
                    new(
                        reader.GetString(4),
                        reader.GetString(5),
                        Text(reader, 6),
                        Text(reader, 7),
                        reader.GetInt64(8),
                        reader.GetDecimal(9),
                        reader.GetDecimal(10)
                    )
                );
        }

        return new Answer(seen, since, until, new FunnelSnapshot(at, seen.Position, cells));
    }

    private static async Task<Stamp> ReadProgress(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(Progress);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? new(reader.GetInt64(0), reader.GetString(1)) : default;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>How far the projection had written at the time of the query.</summary>
    private readonly record struct Stamp(long Position, string? Version);

    /// <summary>An answer and the interval of business time for which it is valid.</summary>
    private sealed record Answer(Stamp Stamp, DateTimeOffset Since, DateTimeOffset Until, FunnelSnapshot Snapshot)
    {
        public bool Holds(Stamp seen, DateTimeOffset at) =>
            (Stamp == seen || Stamp.Position > seen.Position) && Since <= at && at < Until;
    }
}
