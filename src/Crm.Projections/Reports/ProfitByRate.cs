using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Deliveries for one key and currency while one rate was valid.</summary>
/// <param name="Rate">Index of the first day of that rate in the given list, from 1; 0 is before all of them.</param>
/// <param name="Discounts">By hand and by price lists.</param>
/// <param name="ListDiscounts">The part of the discounts that comes from price lists.</param>
/// <param name="WrittenOff">With VAT, not part of the revenue; positive when we forgave the client.</param>
/// <param name="UnknownRevenue">The part of the revenue that lines of unknown cost have.</param>
/// <param name="CostUnknown">Number of lines of unknown cost.</param>
/// <param name="KnownLines">Number of lines of known cost.</param>
public sealed record ProfitPart(
    string? Key,
    string Currency,
    int Rate,
    decimal Revenue,
    decimal Discounts,
    decimal ListDiscounts,
    decimal Cost,
    decimal WrittenOff,
    decimal UnknownRevenue,
    long CostUnknown,
    long KnownLines
);

/// <summary>Debt for one key and currency that arose at one rate and was closed at another.</summary>
/// <param name="Rose">Index of the rate at shipment.</param>
/// <param name="Fell">Index of the rate at payment.</param>
public sealed record MatchPart(string? Key, string Currency, int Rose, int Fell, decimal Amount);

/// <summary>
/// Gross profit, split where rates change: each shipment and each return is converted at the rate of its own day, and a
/// report costs two statements regardless of the number of documents. Summing before converting is exact, because the
/// rate is constant within a part.
/// </summary>
public sealed class ProfitByRate(NpgsqlDataSource database)
{
    /// <summary>All currencies of deliveries and payments: they are few, and only their rates are loaded.</summary>
    public async Task<IReadOnlyList<string>> Currencies(CancellationToken ct)
    {
        // A loose index scan from one currency to the next, not a scan of all rows.
        const string Walk =
            "with recursive seen as ((select currency from {0} order by currency limit 1) union all select (select "
            + "t.currency from {0} t where t.currency > s.currency order by t.currency limit 1) from seen s where "
            + "s.currency is not null)";
        List<string> found = [];
        foreach (var table in (string[])[GrossProfit.Stored.Table, ExchangeMatches.Stored.Table])
        {
            await using var command = database.CreateCommand(
                Walk.Replace("{0}", $"{StoreFormat.Schema}.{table}", StringComparison.Ordinal)
                    + " select currency from seen where currency is not null"
            );
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                found.Add(reader.GetString(0));
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <param name="starts">The instants at which some rate changes, in order.</param>
    public async Task<IReadOnlyList<ProfitPart>> Deliveries(
        ReportFilter filter,
        Period period,
        string by,
        TimeZoneInfo zone,
        DateTimeOffset[] starts,
        CancellationToken ct
    )
    {
        List<NpgsqlParameter> parameters = [];
        var where = GrossProfitQuery.Within(filter, period, parameters);
        await using var command = database.CreateCommand(
            $"select {GrossProfitQuery.Key(by, zone, parameters)}, r.currency, {Place("r.rated_at", starts, parameters)}, "
                + "sum(r.revenue), sum(r.discount + r.list_discount), sum(r.list_discount), "
                + $"sum(r.cost), sum(r.written_off), {GrossProfitQuery.UnknownRevenue}, "
                + $"count(*) filter (where r.cost_unknown), {GrossProfitQuery.KnownLines} "
                + $"from {StoreFormat.Schema}.{GrossProfit.Stored.Table} r where {where} group by 1, 2, 3"
        );
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<ProfitPart> parts = [];
        while (await reader.ReadAsync(ct))
            parts.Add(
                new(
                    Named(reader, by),
                    reader.GetString(1),
                    reader.GetInt32(2),
                    reader.GetDecimal(3),
                    reader.GetDecimal(4),
                    reader.GetDecimal(5),
                    reader.GetDecimal(6),
                    reader.GetDecimal(7),
                    reader.GetDecimal(8),
                    reader.GetInt64(9),
                    reader.GetInt64(10)
                )
            );
        return parts;
    }

    /// <summary>
    /// Parts of debt that were closed in the period; not available by product, because payments are not for products.
    /// </summary>
    public async Task<IReadOnlyList<MatchPart>> Matches(
        ReportFilter filter,
        Period period,
        string by,
        TimeZoneInfo zone,
        DateTimeOffset[] starts,
        CancellationToken ct
    )
    {
        if (by == "product")
            return [];
        List<NpgsqlParameter> parameters = [];
        var where = GrossProfitQuery.Within(filter, period, parameters);
        await using var command = database.CreateCommand(
            $"select {GrossProfitQuery.Key(by, zone, parameters)}, r.currency, "
                + $"{Place("r.rose_at", starts, parameters)}, {Place("r.fell_at", starts, parameters)}, "
                + "sum(r.amount) "
                + $"from {StoreFormat.Schema}.{ExchangeMatches.Stored.Table} r where {where} group by 1, 2, 3, 4"
        );
        command.Parameters.AddRange(parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<MatchPart> parts = [];
        while (await reader.ReadAsync(ct))
            parts.Add(
                new(
                    Named(reader, by),
                    reader.GetString(1),
                    reader.GetInt32(2),
                    reader.GetInt32(3),
                    reader.GetDecimal(4)
                )
            );
        return parts;
    }

    private static string? Named(NpgsqlDataReader reader, string by) =>
        reader.IsDBNull(0) ? null
        : by == "month" ? Months.Name(reader.GetInt32(0))
        : reader.GetString(0);

    private static string Place(string at, DateTimeOffset[] starts, List<NpgsqlParameter> parameters) =>
        starts.Length == 0 ? "0" : $"width_bucket({at}, {ReportFilter.Add(parameters, starts)})";
}
