namespace Crm.Domain.Deals.Settlement;

/// <summary>Small total changes of a ledger: what is not there stays not there, so that a prefix with holes folds too.</summary>
internal static class LedgerChanges
{
    /// <param name="latest">The event that becomes the order's latest; null when it is not about the order itself.</param>
    public static Ledger LineChanged(
        this Ledger ledger,
        OrderId id,
        LineId line,
        Func<OrderLine, OrderLine> change,
        DomainEvent? latest = null
    )
    {
        if (!ledger.Orders.TryGetValue(id, out var order) || !order.Lines.TryGetValue(line, out var found))
            return ledger;
        var at = latest is null ? order.LatestAt : Watermarks.Max(order.LatestAt, latest.HappenedAt);
        return ledger with
        {
            Orders = ledger.Orders.SetItem(
                id,
                order with
                {
                    Lines = order.Lines.SetItem(line, change(found)),
                    LatestAt = at,
                }
            ),
        };
    }

    public static Ledger InvoiceChanged(
        this Ledger ledger,
        InvoiceId id,
        DomainEvent domainEvent,
        Func<Invoice, Invoice> change
    ) =>
        ledger.Invoices.TryGetValue(id, out var found)
            ? ledger with
            {
                Invoices = ledger.Invoices.SetItem(
                    id,
                    change(found) with
                    {
                        LatestAt = Watermarks.Max(found.LatestAt, domainEvent.HappenedAt),
                    }
                ),
            }
            : ledger;
}
