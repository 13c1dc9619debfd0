using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Losses for one key and currency (null: no amount).</summary>
public sealed record LossCell(string? Key, string? Currency, long Count, decimal Amount);

/// <summary>Losses of a period.</summary>
/// <param name="Reopened">Closings of the period that were reopened before its end.</param>
public sealed record LossSummary(long Position, IReadOnlyList<LossCell> Cells, long Reopened);

/// <summary>
/// Reads the losses of a period that are still in force at its end, each deal once (docs/domain.md, Reports).
/// </summary>
public sealed class LostReasonsQuery(NpgsqlDataSource database)
{
    private static readonly string Losses = $"{StoreFormat.Schema}.{LostReasons.Stored.Table}";

    public static IReadOnlyList<string> Keys { get; } = ["reason", "stage", "manager", "client", "source"];

    /// <param name="by">One of <see cref="Keys"/>.</param>
    /// <param name="now">Later events do not count, even if the period ends later.</param>
    public async Task<LossSummary> Read(
        ReportFilter filter,
        Period period,
        string by,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        List<NpgsqlParameter> parameters = [];
        var (within, undone) = Within(filter, period, now, parameters);
        await using var command = database.CreateCommand(
            $"select p.position, p.reopened, g.* from (select coalesce((select {StoreColumns.LastSequence} from "
                + $"{StoreTables.Progression} where name = '{LostReasons.Stored.Shard}'), 0) as position, "
                + $"(select count(*) from {Losses} r where {within} and {undone}) as reopened) p left join "
                + $"(select {Key(by)}, r.currency, count(*), coalesce(sum(r.amount), 0) from "
                + $"{Losses} r where {within} and not {undone} group by 1, 2) g on true"
        );
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<LossCell> cells = [];
        long position = 0,
            reopened = 0;
        while (await reader.ReadAsync(ct))
        {
            (position, reopened) = (reader.GetInt64(0), reader.GetInt64(1));
            if (!reader.IsDBNull(4))
                cells.Add(
                    new(
                        reader.IsDBNull(2) ? null : reader.GetString(2),
                        reader.IsDBNull(3) ? null : reader.GetString(3),
                        reader.GetInt64(4),
                        reader.GetDecimal(5)
                    )
                );
        }

        return new LossSummary(position, cells, reopened);
    }

    public static DrillDown Deals(ReportFilter filter, Period period, string by, string? key, DateTimeOffset now)
    {
        List<NpgsqlParameter> parameters = [];
        var (within, undone) = Within(filter, period, now, parameters);
        var same = key is null ? $"{Key(by)} is null" : $"{Key(by)} = {ReportFilter.Add(parameters, key)}";
        return new DrillDown(
            $"d.id in (select r.deal from {Losses} r where {within} and not {undone} and {same})",
            parameters
        );
    }

    /// <summary>Only known names get into the SQL text.</summary>
    private static string Key(string by) =>
        Keys.Contains(by)
            ? $"r.{by}::text"
            : throw new ArgumentOutOfRangeException(nameof(by), by, "no key of this report");

    /// <summary>
    /// A period in the past excludes its end; one that is not over ends with now, including events at this very
    /// instant. Closings and reopenings are boundaries (docs/domain.md, Two clocks), so at most one closing of a deal
    /// is in force at an instant.
    /// </summary>
    private static (string Within, string Undone) Within(
        ReportFilter filter,
        Period period,
        DateTimeOffset now,
        List<NpgsqlParameter> parameters
    )
    {
        var where = filter.Conditions(parameters, "r.closed_at");
        if (period.From is { } from)
            where += " and r.closed_at >= " + ReportFilter.Add(parameters, from);
        var before =
            period.To is { } to && to <= now
                ? "< " + ReportFilter.Add(parameters, to)
                : "<= " + ReportFilter.Add(parameters, now);
        return ($"{where} and r.closed_at {before}", $"(r.undone_at is not null and r.undone_at {before})");
    }
}
