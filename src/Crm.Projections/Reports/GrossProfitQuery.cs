using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Deliveries minus returns for one key and currency.</summary>
/// <param name="Discounts">By hand and by price lists.</param>
/// <param name="Cost">Of the lines of known cost.</param>
/// <param name="CostUnknown">Lines of unknown cost: they count in the revenue alone.</param>
public sealed record ProfitCell(
    string? Key,
    string Currency,
    decimal Revenue,
    decimal Discounts,
    decimal Cost,
    long CostUnknown
)
{
    /// <summary>The part of the discounts that comes from price lists.</summary>
    public decimal ListDiscounts { get; init; }

    /// <summary>With VAT, not part of the revenue; positive when we forgave the client.</summary>
    public decimal WrittenOff { get; init; }

    /// <summary>The part of the revenue that lines of unknown cost have.</summary>
    public decimal UnknownRevenue { get; init; }

    /// <summary>No line of known cost was delivered or returned: there is no cost and no profit to state.</summary>
    public bool LacksKnownCost { get; init; }

    /// <summary>A row without any delivery.</summary>
    public static ProfitCell Empty(string? key, string currency) =>
        new(key, currency, 0, 0, 0, 0) { LacksKnownCost = true };
}

/// <summary>Gross profit of a period.</summary>
public sealed record ProfitSummary(long Position, IReadOnlyList<ProfitCell> Cells);

/// <summary>Reads revenue, discounts and cost of a period; currencies are never added up.</summary>
public sealed class GrossProfitQuery(NpgsqlDataSource database)
{
    /// <summary>Revenue of the lines of unknown cost.</summary>
    internal const string UnknownRevenue = "coalesce(sum(r.revenue) filter (where r.cost_unknown), 0)";

    /// <summary>Number of lines of known cost; a write-off is no line and names its document in its place.</summary>
    internal const string KnownLines = "count(*) filter (where r.line <> r.document and not r.cost_unknown)";

    private static readonly string Matches = $"{StoreFormat.Schema}.{ExchangeMatches.Stored.Table}";
    private static readonly string Lines = $"{StoreFormat.Schema}.{GrossProfit.Stored.Table}";

    public static IReadOnlyList<string> Keys { get; } = ["deal", "client", "manager", "product", "source", "month"];

    public async Task<ProfitSummary> Read(
        ReportFilter filter,
        Period period,
        string by,
        TimeZoneInfo zone,
        CancellationToken ct
    )
    {
        List<NpgsqlParameter> parameters = [];
        var where = Within(filter, period, parameters);
        await using var command = database.CreateCommand(
            $"select p.position, g.* from (select coalesce((select {StoreColumns.LastSequence} from "
                + $"{StoreTables.Progression} where name = '{GrossProfit.Stored.Shard}'), 0) as position) p "
                + "left join "
                + $"(select {Key(by, zone, parameters)}, r.currency, sum(r.revenue), "
                + "sum(r.discount + r.list_discount), sum(r.cost), count(*) filter (where r.cost_unknown), "
                + $"sum(r.list_discount), sum(r.written_off), {UnknownRevenue}, {KnownLines} "
                + $"from {Lines} r where {where} group by 1, 2) g on true"
        );
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<ProfitCell> cells = [];
        long position = 0;
        while (await reader.ReadAsync(ct))
        {
            position = reader.GetInt64(0);
            if (!reader.IsDBNull(2))
                cells.Add(
                    new(
                        reader.IsDBNull(1) ? null
                            : by == "month" ? Months.Name(reader.GetInt32(1))
                            : reader.GetString(1),
                        reader.GetString(2),
                        reader.GetDecimal(3),
                        reader.GetDecimal(4),
                        reader.GetDecimal(5),
                        reader.GetInt64(6)
                    )
                    {
                        ListDiscounts = reader.GetDecimal(7),
                        WrittenOff = reader.GetDecimal(8),
                        UnknownRevenue = reader.GetDecimal(9),
                        LacksKnownCost = reader.GetInt64(10) == 0,
                    }
                );
        }

        return new ProfitSummary(position, cells);
    }

    /// <summary>The deals behind a number; without a grouping: those behind the total.</summary>
    /// <param name="withDifferences">
    /// With deals that have only an exchange difference; payments are not for products.
    /// </param>
    public static DrillDown Deals(
        ReportFilter filter,
        Period period,
        string? by,
        string? key,
        TimeZoneInfo zone,
        bool withDifferences
    )
    {
        var events = Facts(filter, period, by, key, zone);
        var sql = $"d.id in (select r.deal from {Lines} r where {events.Sql})";
        return events with
        {
            Sql =
                withDifferences && by != "product"
                    ? $"({sql} or d.id in (select r.deal from {Matches} r where {events.Sql}))"
                    : sql,
        };
    }

    /// <summary>The rows behind a number, as a condition on <c>r</c>; without a grouping: all rows.</summary>
    public static DrillDown Facts(ReportFilter filter, Period period, string? by, string? key, TimeZoneInfo zone)
    {
        List<NpgsqlParameter> parameters = [];
        var where = Within(filter, period, parameters);
        var same =
            by is null ? "true"
            : by == "month" ? Month(key, zone, parameters)
            : key is null ? $"{Key(by, zone, parameters)} is null"
            : $"{Key(by, zone, parameters)} = {ReportFilter.Add(parameters, key)}";
        return new DrillDown($"{where} and {same}", parameters);
    }

    /// <summary>Free lines have no product and are grouped by name. Write-offs have neither.</summary>
    internal static string Key(string by, TimeZoneInfo zone, List<NpgsqlParameter> parameters) =>
        by switch
        {
            "month" => $"width_bucket(r.at, {ReportFilter.Add(parameters, Months.Starts(zone))})",
            "product" => "coalesce(r.product::text, nullif(r.name, ''))",
            "deal" or "client" or "manager" or "source" => $"r.{by}::text",
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "no key of this report"),
        };

    /// <summary>Every row has a month: no row lacks this key.</summary>
    private static string Month(string? key, TimeZoneInfo zone, List<NpgsqlParameter> parameters) =>
        key is not null && Months.Of(key, zone) is { } month
            ? $"r.at >= {ReportFilter.Add(parameters, month.From)} and r.at < {ReportFilter.Add(parameters, month.To)}"
            : "false";

    internal static string Within(ReportFilter filter, Period period, List<NpgsqlParameter> parameters)
    {
        var where = filter.Conditions(parameters, "r.at");
        if (period.From is { } from)
            where += " and r.at >= " + ReportFilter.Add(parameters, from);
        if (period.To is { } to)
            where += " and r.at < " + ReportFilter.Add(parameters, to);
        return where;
    }
}
