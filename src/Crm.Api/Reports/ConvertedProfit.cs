using System.Text.Json.Serialization;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

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

    /// <summary>
    /// Keys and currencies of the rows that have only an exchange difference: nothing was delivered there in the period.
    /// </summary>
    public IEnumerable<(string? Key, string Currency)> OnlyDifferences =>
        matched.Select(row => row.Key).Where(row => !ofRow.Contains(row));

    /// <summary>One row.</summary>
    public ConvertedProfitAnswer Row(string? key, string currency) =>
        Answer(ofRow[(key, currency)], matched[(key, currency)]);

    /// <summary>All of them, with what their rounding leaves.</summary>
    /// <param name="deals">Address of the deals behind the total.</param>
    /// <param name="facts">Address of the entries behind the total.</param>
    public ConvertedProfitAnswer Total(IReadOnlyList<ConvertedProfitAnswer> rows, string deals = "", string facts = "")
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
                    CostUnknown.Revenue: { } unknown,
                    WrittenOff: { } off
                }
                ? new(
                    Rest(revenue, rows, x => x.Revenue),
                    Rest(discounts, rows, x => x.Discounts),
                    Rest(byHand, rows, x => x.ManualDiscounts),
                    Rest(byList, rows, x => x.PriceListDiscounts),
                    Rest(all.Cost, rows, x => x.Cost),
                    Rest(all.GrossProfit, rows, x => x.GrossProfit),
                    Rest(unknown, rows, x => x.CostUnknown.Revenue),
                    Rest(off, rows, x => x.WrittenOff),
                    Rest(all.ExchangeDifference, rows, x => x.ExchangeDifference),
                    deals,
                    facts
                )
                : null,
        };
    }

    private static Money? Rest(
        Money? whole,
        IEnumerable<ConvertedProfitAnswer> rows,
        Func<ConvertedProfitAnswer, Money?> of
    ) => whole is { } sum ? Rest(sum, rows, of) : null;

    private static Money Rest(
        Money whole,
        IEnumerable<ConvertedProfitAnswer> rows,
        Func<ConvertedProfitAnswer, Money?> of
    ) => whole.With(whole.Amount - rows.Sum(x => of(x)?.Amount ?? 0));

    private ConvertedProfitAnswer Answer(IEnumerable<ProfitPart> parts, IEnumerable<MatchPart> pieces)
    {
        var (revenue, discounts, byList, cost, unknown, off, difference) = (
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing,
            into.Nothing
        );
        var (unknownLines, knownLines) = (0L, 0L);
        foreach (var x in parts)
        {
            var (from, by) = (new Currency(x.Currency), into.In(x.Currency, x.Rate));
            revenue.Add(x.Revenue, from, by);
            discounts.Add(x.Discounts, from, by);
            byList.Add(x.ListDiscounts, from, by);
            cost.Add(x.Cost, from, by);
            unknown.Add(x.UnknownRevenue, from, by);
            (unknownLines, knownLines) = (unknownLines + x.CostUnknown, knownLines + x.KnownLines);
            off.Add(x.WrittenOff, from, by);
        }

        foreach (var x in pieces)
            difference
                .Add(x.Amount, new(x.Currency), into.In(x.Currency, x.Fell))
                .Add(-x.Amount, new(x.Currency), into.In(x.Currency, x.Rose));
        var spent = knownLines == 0 ? null : cost.Sum;
        var earned = (revenue.Sum?.Amount ?? 0) - (unknown.Sum?.Amount ?? 0);
        var profit = spent?.With(earned - spent.Value.Amount);
        string[] missing =
        [
            .. (revenue.Missing ?? []).Concat(difference.Missing ?? []).Distinct().Order(StringComparer.Ordinal),
        ];
        return new(
            revenue.Sum,
            discounts.Sum,
            discounts.Sum is { } all && byList.Sum is { } listed ? all.With(all.Amount - listed.Amount) : null,
            byList.Sum,
            spent,
            profit,
            ProfitSumAnswer.Margin(profit, earned),
            new(unknownLines, unknown.Sum),
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
