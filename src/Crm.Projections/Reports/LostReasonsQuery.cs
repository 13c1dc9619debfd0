using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Losses under one key, in one currency (null: without an amount).</summary>
public sealed record LossCell(string? Key, string? Currency, long Count, decimal Amount);

/// <summary>Losses of a period.</summary>
/// <param name="Reopened">Closings of the period that were undone before its end.</param>
public sealed record LossSummary(long Position, IReadOnlyList<LossCell> Cells, long Reopened);

/// <summary>Reads losses of a period: those still in force at its end, each deal once (product.md section 6).</summary>
public sealed class LostReasonsQuery(NpgsqlDataSource database)
{
    public static IReadOnlyList<string> Keys { get; } = ["reason", "stage", "manager", "client", "source"];

    public async Task<LossSummary> Read(ReportFilter filter, Period period, string by, DateTimeOffset now, CancellationToken ct)
    {
        List<NpgsqlParameter> parameters = [];
        var within = Within(filter, period, now, parameters, out var end);
        await using var command = database.CreateCommand(
            "select p.position, p.reopened, g.* from (select coalesce((select last_seq_id from crm_events.mt_event_progression where name = 'lost-reasons:All'), 0) as position, " +
            $"(select count(*) from crm.report_lost_reasons r where {within} and r.undone_at < {end}) as reopened) p left join " +
            $"(select {by}::text, r.currency, count(*), coalesce(sum(r.amount), 0) from crm.report_lost_reasons r where {within} and {InForce(end)} group by 1, 2) g on true");
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<LossCell> cells = [];
        long position = 0, reopened = 0;
        while (await reader.ReadAsync(ct))
        {
            (position, reopened) = (reader.GetInt64(0), reader.GetInt64(1));
            if (!reader.IsDBNull(4)) cells.Add(new(reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt64(4), reader.GetDecimal(5)));
        }

        return new LossSummary(position, cells, reopened);
    }

    public static DrillDown Deals(ReportFilter filter, Period period, string by, string? key, DateTimeOffset now)
    {
        List<NpgsqlParameter> parameters = [];
        var within = Within(filter, period, now, parameters, out var end);
        var same = key is null ? $"r.{by} is null" : $"r.{by}::text = {ReportFilter.Add(parameters, key)}";
        return new DrillDown($"d.id in (select r.deal from crm.report_lost_reasons r where {within} and {InForce(end)} and {same})", parameters);
    }

    private static string InForce(string end) => $"(r.undone_at is null or r.undone_at >= {end})";

    private static string Within(ReportFilter filter, Period period, DateTimeOffset now, List<NpgsqlParameter> parameters, out string end)
    {
        var where = filter.Conditions(parameters);
        if (period.From is { } from) where += " and r.closed_at >= " + ReportFilter.Add(parameters, from);
        var until = period.To is { } to && to < now ? to : now;
        end = ReportFilter.Add(parameters, until);
        return where + (period.To is { } limit && limit <= now ? $" and r.closed_at < {end}" : $" and r.closed_at <= {end}");
    }
}
