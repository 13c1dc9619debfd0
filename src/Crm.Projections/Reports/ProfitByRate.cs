using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>What was delivered under one key in one currency while one rate held.</summary>
/// <param name="Rate">Place of that rate's first day in the list asked with, from 1; 0 is before all of them.</param>
/// <param name="Discounts">By hand and by price lists.</param>
/// <param name="ListDiscounts">Of them, those of price lists.</param>
/// <param name="WrittenOff">With VAT, and no revenue: positive for what we forgave.</param>
public sealed record ProfitPart(
    string? Key,
    string Currency,
    int Rate,
    decimal Revenue,
    decimal Discounts,
    decimal ListDiscounts,
    decimal Cost,
    decimal WrittenOff
);

/// <summary>Debt that came and went under one key in one currency, at two rates.</summary>
/// <param name="Rose">Place of the rate when it was shipped.</param>
/// <param name="Fell">Place of the rate when it was paid.</param>
public sealed record MatchPart(string? Key, string Currency, int Rose, int Fell, decimal Amount);

/// <summary>
/// Gross profit cut where rates change, so that each shipment and each return is converted at the rate of its own day and a report costs
/// two statements, whatever the number of documents. Summing before converting changes nothing: within a part the rate is one.
/// </summary>
public sealed class ProfitByRate(NpgsqlDataSource database)
{
    /// <summary>The currencies that anything was ever delivered or paid in: few, and only their rates are loaded.</summary>
    public async Task<IReadOnlyList<string>> Currencies(CancellationToken ct)
    {
        // From one to the next along the index, not over all rows.
        const string Walk =
            "with recursive seen as ((select currency from {0} order by currency limit 1) union all select (select "
            + "t.currency from {0} t where t.currency > s.currency order by t.currency limit 1) from seen s where "
            + "s.currency is not null)";
        List<string> found = [];
        foreach (var table in (string[])[GrossProfit.TableName, ExchangeMatches.TableName])
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
            $"select {GrossProfitQuery.Key(by, zone, parameters)}, r.currency, {Place("r.at", starts, parameters)}, "
                + "sum(r.revenue), sum(r.discount + coalesce(r.list_discount, 0)), coalesce(sum(r.list_discount), 0), "
                + "sum(r.cost), coalesce(sum(r.written_off), 0) "
                + $"from {StoreFormat.Schema}.{GrossProfit.TableName} r where {where} group by 1, 2, 3"
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
                    reader.GetDecimal(7)
                )
            );
        return parts;
    }

    /// <summary>Pieces of debt that were closed in the period; none by product, for a payment pays for no product.</summary>
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
                + $"from {StoreFormat.Schema}.{ExchangeMatches.TableName} r where {where} group by 1, 2, 3, 4"
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
