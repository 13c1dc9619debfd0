using System.Text.Json.Serialization;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>
/// Gross profit in the currency asked for: each shipment, return and write-off at the rate of its own day, each sum rounded once.
/// Null, with missingRates, where a rate is missing.
/// </summary>
/// <param name="Revenue">Without VAT, after discounts.</param>
/// <param name="Discounts">What discounts took off, without VAT: by hand and by price lists.</param>
/// <param name="ManualDiscounts">Of them, those by hand: discounts less priceListDiscounts.</param>
/// <param name="PriceListDiscounts">Of them, those of price lists; negative for surcharges.</param>
/// <param name="WrittenOff">Debts let go, with VAT and no revenue: positive for what we forgave, negative for what clients left us.</param>
/// <param name="MarginPercent">Gross profit of revenue, two decimals; null without revenue.</param>
/// <param name="ExchangeDifference">
/// Of debts closed in the period, with VAT: money at the rates of its payments, less deliveries at the rates of their shipments.
/// Below zero: fewer came in than revenue says. Null: see exchangeDifferenceReason.
/// </param>
public sealed record ConvertedProfitAnswer(
    Money? Revenue,
    Money? Discounts,
    Money? ManualDiscounts,
    Money? PriceListDiscounts,
    [property: Cost] Money? Cost,
    [property: Cost] Money? GrossProfit,
    [property: Cost] decimal? MarginPercent,
    Money? WrittenOff,
    Money? ExchangeDifference
)
{
    /// <summary>Why there is no exchange difference: rate.missing, or by.product, for a payment pays for no product.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExchangeDifferenceReason { get; init; }

    /// <summary>Pairs of currencies without a rate on a day that needs one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingRates { get; init; }

    /// <summary>Only in the total: what it has more than its rows together, each of which is rounded by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProfitRoundingAnswer? RoundingDifference { get; init; }

    /// <summary>
    /// Only in the total: the part of exchangeDifference that stands in no row, for nothing was delivered there in the period, and
    /// what rounding leaves.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ExchangeDifferenceElsewhere { get; init; }
}

/// <summary>What a total has more than its rows together.</summary>
public sealed record ProfitRoundingAnswer(
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money Cost,
    Money WrittenOff
);

/// <summary>Converts the parts of a report of gross profit: for one row, or for all of them.</summary>
public sealed class ConvertedProfit(
    IReadOnlyList<ProfitPart> deliveries,
    IReadOnlyList<MatchPart> matches,
    Converted into,
    bool byProduct
)
{
    private readonly ILookup<(string?, string), ProfitPart> ofRow = deliveries.ToLookup(x => (x.Key, x.Currency));
    private readonly ILookup<(string?, string), MatchPart> matched = matches.ToLookup(x => (x.Key, x.Currency));

    public static async Task<ConvertedProfit?> Of(
        HttpContext http,
        Company company,
        RateQuery rates,
        ProfitByRate report,
        ReportFilter filter,
        Period period,
        string by,
        TimeZoneInfo zone,
        DateTimeOffset until
    )
    {
        if (
            await Converted.Of(http, company, rates, await report.Currencies(http.RequestAborted), until, one: false)
            is not { } into
        )
            return null;
        var ct = http.RequestAborted;
        return new(
            await report.Deliveries(filter, period, by, zone, into.Starts, ct),
            await report.Matches(filter, period, by, zone, into.Starts, ct),
            into,
            by == "product"
        );
    }

    /// <summary>One row.</summary>
    public ConvertedProfitAnswer Row(string? key, string currency) =>
        Answer(ofRow[(key, currency)], matched[(key, currency)]);

    /// <summary>All of them, with what their rounding leaves.</summary>
    public ConvertedProfitAnswer Total(IReadOnlyList<ConvertedProfitAnswer> rows)
    {
        var all = Answer(deliveries, matches);
        return all with
        {
            RoundingDifference = all
                is {
                    Revenue: { } revenue,
                    Discounts: { } discounts,
                    ManualDiscounts: { } byHand,
                    PriceListDiscounts: { } byList,
                    Cost: { } cost,
                    WrittenOff: { } off
                }
                ? new(
                    Rest(revenue, rows, x => x.Revenue),
                    Rest(discounts, rows, x => x.Discounts),
                    Rest(byHand, rows, x => x.ManualDiscounts),
                    Rest(byList, rows, x => x.PriceListDiscounts),
                    Rest(cost, rows, x => x.Cost),
                    Rest(off, rows, x => x.WrittenOff)
                )
                : null,
            ExchangeDifferenceElsewhere = all.ExchangeDifference is { } difference
                ? Rest(difference, rows, x => x.ExchangeDifference)
                : null,
        };
    }

    private static Money Rest(
        Money whole,
        IEnumerable<ConvertedProfitAnswer> rows,
        Func<ConvertedProfitAnswer, Money?> of
    ) => whole.With(whole.Amount - rows.Sum(x => of(x)?.Amount ?? 0));

    private ConvertedProfitAnswer Answer(IEnumerable<ProfitPart> parts, IEnumerable<MatchPart> pieces)
    {
        var (revenue, discounts, byList, cost, off, difference) = (
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing
        );
        foreach (var x in parts)
        {
            var (from, by) = (new Currency(x.Currency), into.In(x.Currency, x.Rate));
            revenue.Add(x.Revenue, from, by);
            discounts.Add(x.Discounts, from, by);
            byList.Add(x.ListDiscounts, from, by);
            cost.Add(x.Cost, from, by);
            off.Add(x.WrittenOff, from, by);
        }

        foreach (var x in pieces)
            difference
                .Add(x.Amount, new(x.Currency), into.In(x.Currency, x.Fell))
                .Add(-x.Amount, new(x.Currency), into.In(x.Currency, x.Rose));
        var profit =
            revenue.Sum is { } earned && cost.Sum is { } spent
                ? earned.With(earned.Amount - spent.Amount)
                : (Money?)null;
        string[] missing =
        [
            .. (revenue.Missing ?? []).Concat(difference.Missing ?? []).Distinct().Order(StringComparer.Ordinal),
        ];
        return new(
            revenue.Sum,
            discounts.Sum,
            discounts.Sum is { } all && byList.Sum is { } listed ? all.With(all.Amount - listed.Amount) : null,
            byList.Sum,
            cost.Sum,
            profit,
            profit is { } gross && revenue.Sum is { Amount: not 0 } of
                ? Math.Round(gross.Amount * 100 / of.Amount, 2, MidpointRounding.AwayFromZero)
                : null,
            off.Sum,
            byProduct ? null : difference.Sum
        )
        {
            ExchangeDifferenceReason =
                byProduct ? "by.product"
                : difference.Sum is null ? "rate.missing"
                : null,
            MissingRates = missing.Length == 0 ? null : missing,
        };
    }
}
