using System.Text.Json.Serialization;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>
/// Gross profit converted into the requested currency: each shipment, return and write-off at the rate of its own day, each sum
/// rounded once. Sums are null, and missingRates is filled, where a rate is missing.
/// </summary>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT: discounts less priceListDiscounts.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">Cost of goods sold (себестоимость), without VAT. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="GrossProfit">Gross profit (валовая прибыль): revenue less cost. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="MarginPercent">Gross profit in percent of revenue (рентабельность), two decimals; null without revenue.</param>
/// <param name="WrittenOff">
/// Debts written off, with VAT, not part of revenue: positive for debts of clients, negative for debts to clients.
/// </param>
/// <param name="ExchangeDifference">
/// Exchange difference (курсовая разница) on debts closed in the period, with VAT: payments at the rates of their days, less
/// deliveries at the rates of theirs. Negative when less came in than the revenue states. Null: see exchangeDifferenceReason.
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
    /// <summary>
    /// Why exchangeDifference is null: <c>rate.missing</c>, or <c>by.product</c>, because a payment does not belong to a product.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExchangeDifferenceReason { get; init; }

    /// <summary>Currency pairs without a rate on a day that requires one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingRates { get; init; }

    /// <summary>Total less the sum of the rows, each of which is rounded by itself; present only in the total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProfitRoundingAnswer? RoundingDifference { get; init; }

    /// <summary>
    /// Part of exchangeDifference that belongs to no row because nothing was delivered there in the period, with rounding; present
    /// only in the total.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ExchangeDifferenceElsewhere { get; init; }
}

/// <summary>Totals less the sums of the rows, each of which is rounded by itself.</summary>
/// <param name="Revenue">Rounding difference of revenue.</param>
/// <param name="Discounts">Rounding difference of discounts.</param>
/// <param name="ManualDiscounts">Rounding difference of manual discounts.</param>
/// <param name="PriceListDiscounts">Rounding difference of discounts by price lists.</param>
/// <param name="Cost">Rounding difference of cost. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="WrittenOff">Rounding difference of write-offs.</param>
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
