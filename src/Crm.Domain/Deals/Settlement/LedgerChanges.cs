namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Small total changes of a ledger: changes of unknown items are ignored, so that a prefix with gaps folds too.
/// </summary>
internal static class LedgerChanges
{
    /// <param name="latest">
    /// Business time of the order's latest event; null when the event is not about the order itself.
    /// </param>
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
