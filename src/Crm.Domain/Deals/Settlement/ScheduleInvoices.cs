using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>One payment of a schedule: a percentage of the open sum, or a sum with VAT.</summary>
public sealed record ScheduledPayment(InvoiceId Invoice, DateOnly DueOn, decimal? Percent, Money? Amount);

/// <summary>
/// Invoices the open sum of an order in parts, each with its own due date, all in one append. Percentages sum to 100
/// and are split by largest remainder, so the invoices sum to the order, VAT included.
/// </summary>
public sealed record ScheduleInvoices(OrderId Order, ImmutableArray<ScheduledPayment> Parts) : DealCommand
{
    public override bool NamesClient => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (!ledger.Orders.TryGetValue(Order, out var order))
            return Rejection.Invalid("/orderId", "order.not_found", "an order of this deal");
        var currency = ledger.Currency!.Value;
        if (Faults() is { } faults)
            return faults;
        if (Parts.Select(x => x.Amount?.Currency).FirstOrDefault(x => x is not null && x != currency) is { } other)
            return Rule.SameCurrency(at, other)!;
        var whole = order.Ordered;
        var open = whole.Total - ledger.InvoicedOf(Order);
        var wanted = ByPercent ? open : Parts.Sum(x => x.Amount!.Value.Amount);
        if (open <= 0 || wanted > open)
            return Rejection.Conflict(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{Order}",
                    open > 0 ? $"<= {Unmet.Sum(at.Deal, open)}" : (Phrase)"> 0",
                    Unmet.Sum(at.Deal, wanted),
                    open > 0 ? new Fix.ReviewOrder(at.Deal.Id, Order) : new Fix.PlaceOrder(at.Deal.Id)
                )
            );
        if (Clocks.Referring(at, order.LatestAt, LineRule.UninvoicedAt(at, Order)) is { } early)
            return early;
        var totals = ByPercent
            ? LargestRemainder.Split(open, [.. Parts.Select(x => x.Percent!.Value)], currency)
            : [.. Parts.Select(x => x.Amount!.Value.Amount)];
        if (Array.FindIndex(totals, x => x <= 0) is >= 0 and var none)
            return Rejection.Invalid(
                $"/parts/{none}/percent",
                "amount.not_positive",
                $"a part of {Unmet.Sum(at.Deal, open)} above zero"
            );
        // The VAT left by earlier invoices is split in proportion to the sums. The sum that stays open counts as one
        // more part, so that the last invoice takes the rest of the VAT.
        var vats = LargestRemainder.Split(
            Math.Clamp(whole.Vat - ledger.InvoicedVatOf(order), 0, open),
            [.. totals, open - wanted],
            currency
        );
        return Decision.Accept(
            Parts.Select(
                (x, i) =>
                    new InvoiceIssued(
                        x.Invoice,
                        "",
                        Order,
                        [],
                        order.PriceIncludesVat,
                        new Money(totals[i], currency),
                        totals[i] - vats[i],
                        vats[i],
                        x.DueOn
                    )
                    {
                        Part = new SchedulePart(i + 1, Parts.Length, x.Percent),
                        Client = at.Requisites,
                    }
            )
        );
    }

    private bool ByPercent => Parts[0].Percent is not null;

    private Rejection? Faults()
    {
        List<Fault> faults = [];
        for (var i = 0; i < Parts.Length; i++)
        {
            var (percent, amount) = (Parts[i].Percent, Parts[i].Amount);
            if (percent is null == amount is null || percent is not null != ByPercent)
                faults.Add(new($"/parts/{i}", "schedule.mixed", "percent in every part, or amount in every part"));
            else if (percent is <= 0 or > 100)
                faults.Add(new($"/parts/{i}/percent", "percent.out_of_range", "above 0, up to 100"));
            else if (amount is { } sum && Rule.Positive(sum, $"/parts/{i}/amount/amount") is { } wrong)
                faults.AddRange(wrong.Faults);
        }

        if (faults.Count == 0 && ByPercent && Parts.Sum(x => x.Percent!.Value) is not 100m and var sum100)
            faults.Add(new("/parts", "schedule.not_whole", $"100 in all, not {sum100}"));
        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }
}
