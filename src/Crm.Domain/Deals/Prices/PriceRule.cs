using System.Globalization;
using Crm.Domain.Currencies;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Prices;

/// <summary>
/// The one rule for prices that are agreed with a client, in proposals, orders and invoices (ADR 72). It binds callers
/// with a discount limit, and everybody in the choice of VAT rates.
/// </summary>
internal static class PriceRule
{
    public const string Code = "discount.approval_required";

    /// <summary>Beyond it quantity times price would not fit a decimal.</summary>
    private const decimal MostPrice = 1_000_000_000_000_000;

    /// <summary>The rates that a comparison may need: of the pair itself, or through the base currency.</summary>
    public static IEnumerable<CurrencyPair> Converts(DecisionContext at, AgreedPrices? prices)
    {
        if (prices is null || at.Context.DiscountLimit is null)
            return [];
        var (to, through) = (prices.Currency, at.Context.WriteOffLimit.Currency);
        return prices
            .ForeignCurrencies.SelectMany(from => (CurrencyPair[])[new(from, to), new(from, through), new(through, to)])
            .Where(pair => pair.Base != pair.Quote)
            .Distinct();
    }

    /// <summary>Refuses prices that the caller may not agree without approval, and VAT rates that they may not choose.</summary>
    /// <param name="subject">The document.</param>
    /// <param name="fix">The call that leads to an approval.</param>
    public static Rejection? Refuse(DecisionContext at, string subject, AgreedPrices? prices, Fix fix) =>
        prices is null ? null
        : VatRefusal(at, prices) is { } forbidden ? forbidden
        : Reasons(at, subject, prices, fix).ToArray() is { Length: > 0 } reasons ? Rejection.Conflict(Code, reasons)
        : null;

    /// <summary>Refuses a VAT rate that is neither the product's nor the company's.</summary>
    public static Rejection? VatRefusal(DecisionContext at, AgreedPrices prices) =>
        !at.Context.Rights.HasFlag(Rights.ChooseVat) && prices.Lines.Any(line => IsVatChosen(at, line))
            ? Rejection.Forbidden("permission.missing", "vat.choose")
            : null;

    /// <summary>Refuses another VAT rate than the company's for a plain amount.</summary>
    public static Rejection? MayNotChooseVat(DecisionContext at, decimal rate) =>
        !at.Context.Rights.HasFlag(Rights.ChooseVat) && IsVatChosen(at, rate)
            ? Rejection.Forbidden("permission.missing", "vat.choose")
            : null;

    /// <summary>Why the caller needs approval; empty when they need none.</summary>
    public static IEnumerable<Blocker> Reasons(DecisionContext at, string subject, AgreedPrices prices, Fix fix)
    {
        if (at.Context.DiscountLimit is not { } limit)
            return [];
        return
        [
            .. Discounts(at, subject, prices, limit, fix),
            .. prices
                .Lines.Where(line => !IsComparable(at, prices, line))
                .Select(line => new Blocker(
                    "price.not_comparable",
                    $"line:{line.Line}",
                    $"a base price of '{line.Name}' that converts to {prices.Currency}, or a price list",
                    line.ForeignBasePrice is { } foreign ? $"{foreign}" : (Phrase)"none",
                    fix
                )),
            .. prices
                .Lines.Where(line => line.PriceList is { } list && !IsGranted(at, list))
                .Select(line => new Blocker(
                    "price_list.not_granted",
                    $"line:{line.Line}",
                    "a list that is open, or granted to your role or to the client",
                    Phrase.Data(line.PriceList!),
                    fix
                )),
            .. FreeTextReasons(at, subject, prices, fix),
        ];
    }

    /// <summary>The largest discount; compared with limits and recorded with a request.</summary>
    public static decimal LargestDiscount(DecisionContext at, AgreedPrices prices) => Found(at, prices).Largest;

    /// <summary>The percentage as people read it.</summary>
    public static string Text(decimal percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static IEnumerable<Blocker> Discounts(
        DecisionContext at,
        string subject,
        AgreedPrices prices,
        decimal limit,
        Fix fix
    )
    {
        var found = Found(at, prices);
        return found
            .Lines.Select(x => (Subject: $"line:{x.Line}", x.Percent))
            .Prepend((Subject: subject, Percent: found.Whole))
            .Where(x => x.Percent > limit)
            .Select(x => new Blocker(Code, x.Subject, $"<= {Text(limit)}", Phrase.Data(Text(x.Percent)), fix));
    }

    private static IEnumerable<Blocker> FreeTextReasons(
        DecisionContext at,
        string subject,
        AgreedPrices prices,
        Fix fix
    ) =>
        at.Context.Prices.FreeTextLines switch
        {
            FreeTextLines.Limit when prices.FreeTextPercent > at.Context.Prices.FreeTextLimitPercent =>
            [
                FreeTextBeyond(at, subject, prices.FreeTextPercent, fix),
            ],
            FreeTextLines.Approval => prices
                .Lines.Where(line => line.Product is null)
                .Select(line => new Blocker(
                    "free_text.approval_required",
                    $"line:{line.Line}",
                    "a product of the catalogue",
                    Phrase.Data(line.Name),
                    fix
                )),
            _ => [],
        };

    /// <summary>The caller's lines without a product are at most a share of a document.</summary>
    public static bool LimitsFreeText(DecisionContext at) =>
        at.Context is { DiscountLimit: not null, Prices.FreeTextLines: FreeTextLines.Limit };

    /// <param name="most">The share that may be agreed, in percent; null: the company's limit.</param>
    public static Blocker FreeTextBeyond(
        DecisionContext at,
        string subject,
        decimal percent,
        Fix? fix,
        decimal? most = null
    ) =>
        new(
            "free_text.limit_exceeded",
            subject,
            $"<= {Text(most ?? at.Context.Prices.FreeTextLimitPercent)}",
            $"{percent:0.####} %",
            fix
        );

    private static DiscountFound Found(DecisionContext at, AgreedPrices prices) =>
        DiscountFound.In(prices.Lines, prices.Currency, prices.Discount, line => Converted(at, prices, line));

    /// <summary>A price from a list is the catalogue's; one by hand needs a base price to be compared with.</summary>
    private static bool IsComparable(DecisionContext at, AgreedPrices prices, PricedLine line) =>
        line.Product is null
        || line.PriceList is not null
        || line.BasePrice is not null
        || Converted(at, prices, line) is not null;

    /// <summary>The base price in the document's currency, at the rate of the day; null: it cannot be compared.</summary>
    private static decimal? Converted(DecisionContext at, AgreedPrices prices, PricedLine line) =>
        line.ForeignBasePrice is { } price
        && new RateBook(at.Rates, at.Context.WriteOffLimit.Currency).Of(
            price.Currency,
            prices.Currency,
            at.Context.DayOf(at.HappenedAt)
        )
            is { } conversion
        && conversion.Of(price.Amount) is { } converted
        && converted < MostPrice
            ? converted
            : null;

    private static bool IsGranted(DecisionContext at, string list) =>
        at.PriceLists.TryGetValue(list, out var found)
        && (found.Grants is null || found.Grants.Includes(at.Context.Roles, at.Deal.Client));

    private static bool IsVatChosen(DecisionContext at, PricedLine line) =>
        line.Product is null ? IsVatChosen(at, line.VatRate) : line.IsVatByHand;

    private static bool IsVatChosen(DecisionContext at, decimal? rate) =>
        at.Context.Prices.DefaultVatRate is { } usual && rate != usual;
}
