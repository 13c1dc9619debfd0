namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Records which invoices became paid or unpaid. Reads at an instant go by <see cref="MoneyAllocation"/>; the events tell others that
/// its answer has changed.
/// </summary>
internal static class InvoiceStates
{
    /// <summary>Sorts an invoice that has no number yet after all others.</summary>
    private const string NotNumbered = "\uFFFF";

    /// <summary>The events of a decision, followed by those about invoices that they paid or made unpaid.</summary>
    /// <param name="events">With their business time.</param>
    public static ImmutableArray<DomainEvent> Follow(DecisionContext at, ImmutableArray<DomainEvent> events)
    {
        if (!events.Any(domainEvent => domainEvent is SettlementEvent))
            return events;
        var ledger = events
            .Select((domainEvent, i) => Numbered(domainEvent, i))
            .Aggregate(at.Deal, (deal, domainEvent) => Deal.Evolve(deal, deal.Id, domainEvent))
            .Ledger;
        return
        [
            .. events,
            .. ledger
                .Invoices.Values.Where(invoice => !invoice.Cancelled)
                .Where(invoice => ledger.Allocation.On(invoice.Id).IsPaid != invoice.Paid)
                .Select(invoice =>
                    State(invoice) with
                    {
                        HappenedAt = Watermarks.Max(Clocks.Following(at), invoice.LatestAt),
                    }
                ),
        ];
    }

    private static SettlementEvent State(Invoice invoice) =>
        invoice.Paid
            ? new InvoiceUnpaid(invoice.Id) { Cause = Cause.Rule("invoice.unpaid") }
            : new InvoicePaid(invoice.Id) { Cause = Cause.Rule("invoice.paid") };

    /// <summary>The numbers are taken after the decision; until then invoices of one decision keep their order.</summary>
    private static DomainEvent Numbered(DomainEvent domainEvent, int i) =>
        domainEvent is InvoiceIssued { Number: "" } issued
            ? issued with
            {
                Number = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{NotNumbered}{i}"),
            }
            : domainEvent;
}
