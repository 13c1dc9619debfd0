using System.Globalization;
using Crm.Domain.Deals.Proposals;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Rules about the lines of documents.</summary>
internal static class LineRule
{
    /// <summary>Upper limits, so that a sum times a quantity fits a decimal.</summary>
    private const decimal MostQuantity = 1_000_000_000,
        MostSum = 1_000_000_000_000_000;

    /// <summary>With more decimals, sums of quantities would be rounded and depend on the order of folding.</summary>
    private const int QuantityDecimals = 6;

    /// <summary>A longer lead time is considered a typing error.</summary>
    private const int MostLeadTime = 3650;

    /// <summary>Faults of the lines of a document and of its discount.</summary>
    public static Rejection? Faults(
        ImmutableArray<PricedLine> lines,
        Currency currency,
        DocumentDiscount? discount = null
    )
    {
        List<Fault> faults = [];
        if (lines.IsEmpty)
            faults.Add(new("/lines", "lines.missing", "at least one"));
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (Quantity(i, line.Quantity) is { } quantity)
                faults.Add(quantity);
            if (line.Price < 0)
                faults.Add(new($"/lines/{i}/price", "amount.negative", ">= 0"));
            if (line.DiscountPercent is < 0 or > 100)
                faults.Add(new($"/lines/{i}/discountPercent", "percent.out_of_range", "0-100"));
            else if (Taken(line, currency, $"/lines/{i}/discountSum") is { } beyond)
                faults.Add(beyond);
            if (LeadTime(line.LeadTimeDays, $"/lines/{i}/leadTimeDays") is { } late)
                faults.Add(late);
            if (
                line.Total >= MostSum
                || line.Net + line.Discount >= MostSum
                || Math.Abs(line.ListDiscount ?? 0) >= MostSum
            )
                faults.Add(new($"/lines/{i}", "amount.too_large", $"a sum below {ValueText.Of(MostSum)}"));
            if (lines.Take(i).Any(x => x.Line == line.Line))
                faults.Add(new($"/lines/{i}/lineId", "order_line.twice", "each line once"));
        }

        if (faults.Count == 0 && discount is not null && OfDocument(lines, currency, discount) is { } wrong)
            faults.Add(wrong);
        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }

    /// <summary>The faults of a proposal's content.</summary>
    public static Rejection? Faults(ProposalContent content) =>
        Faults(content.Lines, content.Currency, content.Discount)
        ?? (LeadTime(content.LeadTimeDays, "/leadTimeDays") is { } late ? Rejection.Invalid(late) : null);

    private static Fault? Taken(PricedLine line, Currency currency, string at) =>
        line.DiscountSum is not { } sum ? null
        : sum < 0 ? new(at, "amount.negative", ">= 0")
        : currency.Round(sum) != sum ? new(at, "amount.too_precise", $"at most {currency.Decimals} decimals")
        : line.Price >= 0 && PricedLine.Own(line.Asked(), currency) < 0
            ? new(
                at,
                "discount.exceeds_line",
                $"<= {new Money(PricedLine.Own(line.Asked() with { DiscountSum = null }, currency), currency)}"
            )
        : null;

    private static Fault? OfDocument(ImmutableArray<PricedLine> lines, Currency currency, DocumentDiscount discount)
    {
        if (discount.Percent is < 0 or > 100)
            return new("/discount/percent", "percent.out_of_range", "0-100");
        if (discount.Sum is not { } sum)
            return null;
        var whole = lines.Where(x => !x.Alternative).Sum(x => PricedLine.Own(x.Asked(), currency));
        return sum < 0 ? new("/discount/sum", "amount.negative", ">= 0")
            : currency.Round(sum) != sum
                ? new("/discount/sum", "amount.too_precise", $"at most {currency.Decimals} decimals")
            : sum > whole ? new("/discount/sum", "discount.exceeds_document", $"<= {new Money(whole, currency)}")
            : null;
    }

    private static Fault? LeadTime(int? days, string at) =>
        days is < 0 or > MostLeadTime ? new(at, "lead_time.out_of_range", $"0-{MostLeadTime}") : null;

    /// <summary>The faults of quantities of order lines.</summary>
    public static Rejection? Faults(Order order, ImmutableArray<LineQuantity> lines)
    {
        List<Fault> faults = [];
        if (lines.IsEmpty)
            faults.Add(new("/lines", "lines.missing", "at least one"));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!order.Lines.ContainsKey(lines[i].Line))
                faults.Add(new($"/lines/{i}/lineId", "order_line.not_found", "a line of the order"));
            if (Quantity(i, lines[i].Quantity) is { } quantity)
                faults.Add(quantity);
            if (lines.Take(i).Any(x => x.Line == lines[i].Line))
                faults.Add(new($"/lines/{i}/lineId", "order_line.twice", "each line once"));
        }

        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }

    /// <summary>
    /// Quantities of one line depend on each other, so an event about them must not lie before the order's latest
    /// shipment: the state at any asOf must stay consistent.
    /// </summary>
    public static DateTimeOffset ShippedAt(DecisionContext at, OrderId order) =>
        at.Deal.Ledger.Shipments.Values.Where(x => x.Order == order).Select(x => x.LatestAt).DefaultIfEmpty().Max();

    /// <summary>
    /// Until a shipment was reversed its quantities were delivered: what is shipped in its place must not lie before, or the state
    /// between the two would have more delivered than ordered.
    /// </summary>
    public static DateTimeOffset UnshippedAt(DecisionContext at, OrderId order) =>
        at
            .Deal.Ledger.Shipments.Values.Where(x => x.Order == order && x.Reversal is not null)
            .Select(x => x.Reversal!.At)
            .DefaultIfEmpty()
            .Max();

    /// <summary>When the last part of an order that was invoiced became free again; the default: never.</summary>
    public static DateTimeOffset UninvoicedAt(DecisionContext at, OrderId order) =>
        at
            .Deal.Ledger.Invoices.Values.Where(x => x.Order == order && x.Cancelled)
            .Select(x => x.LatestAt)
            .DefaultIfEmpty()
            .Max();

    private static Fault? Quantity(int line, decimal quantity) =>
        quantity <= 0 ? new($"/lines/{line}/quantity", "quantity.not_positive", "> 0")
        : quantity > MostQuantity
            ? new($"/lines/{line}/quantity", "quantity.too_large", $"<= {ValueText.Of(MostQuantity)}")
        : Math.Round(quantity, QuantityDecimals) != quantity
            ? new($"/lines/{line}/quantity", "quantity.too_precise", $"at most {QuantityDecimals} decimals")
        : null;
}
