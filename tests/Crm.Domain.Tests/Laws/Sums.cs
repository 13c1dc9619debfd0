namespace Crm.Domain.Tests;

/// <summary>The money of a deal, calculated from its events independently of the domain.</summary>
public static class Sums
{
    public static void Hold(RandomWalk walk)
    {
        var events = walk.Events;
        foreach (var order in events.OfType<OrderPlaced>())
        foreach (var line in order.Lines)
            Line(events, order, line);
        foreach (var shipment in events.OfType<ShipmentMade>())
        foreach (var line in shipment.Lines)
            Law.Holds(
                events
                    .OfType<ReturnAccepted>()
                    .Where(x => x.Shipment == shipment.Shipment)
                    .SelectMany(x => x.Lines)
                    .Where(x => x.Line == line.Line)
                    .Sum(x => x.Quantity) <= line.Quantity,
                "no more comes back than a shipment delivered"
            );
        Balance(walk);
        Invoices(walk);
    }

    private static void Line(List<DomainEvent> events, OrderPlaced order, PricedLine line)
    {
        var shipped = events
            .OfType<ShipmentMade>()
            .Where(x => x.Order == order.Order)
            .SelectMany(x => x.Lines)
            .Where(x => x.Line == line.Line)
            .ToArray();
        var cancelled = Cancelled(events, order.Order, line.Line);
        Law.Holds(
            shipped.Sum(x => x.Quantity) + cancelled <= line.Quantity,
            "shipped and cancelled stay within the line"
        );
        if (shipped.Sum(x => x.Quantity) == line.Quantity)
            Law.Holds(
                (
                    shipped.Sum(x => x.Net),
                    shipped.Sum(x => x.Vat),
                    shipped.Sum(x => x.Total),
                    shipped.Sum(x => x.Discount)
                ) == (line.Net, line.Vat, line.Total, line.Discount),
                "parts sum to the line"
            );
        Law.Holds(shipped.Sum(x => x.Total) <= line.Total, "shipped sums stay within the line");
    }

    private static void Balance(RandomWalk walk)
    {
        var events = walk.Events;
        var paid = events.OfType<PaymentReceived>().Sum(x => x.Amount.Amount);
        var refunded = events.OfType<RefundMade>().Sum(x => x.Amount.Amount);
        var shipped = events.OfType<ShipmentMade>().SelectMany(x => x.Lines).Sum(x => x.Total);
        var returned = events.OfType<ReturnAccepted>().SelectMany(x => x.Lines).Sum(x => x.Total);
        var voided = events.OfType<InvoiceCancelled>().Select(x => x.Invoice).ToHashSet();
        var invoiced = events.OfType<InvoiceIssued>().Where(x => !voided.Contains(x.Invoice)).Sum(x => x.Total.Amount);
        var writtenOff = events
            .OfType<DebtWrittenOff>()
            .Sum(x => x.Side == DebtSide.Client ? x.Amount.Amount : -x.Amount.Amount);
        Law.Holds(Math.Abs(writtenOff) <= RandomWalk.WriteOffLimit.Amount, "write-offs together stay within the limit");
        decimal ordered = 0,
            undelivered = 0;
        foreach (var order in events.OfType<OrderPlaced>())
        foreach (var line in order.Lines)
        {
            var left = Share(order, line, line.Quantity - Cancelled(events, order.Order, line.Line));
            ordered += left;
            undelivered +=
                left
                - events
                    .OfType<ShipmentMade>()
                    .Where(x => x.Order == order.Order)
                    .SelectMany(x => x.Lines)
                    .Where(x => x.Line == line.Line)
                    .Sum(x => x.Total);
        }

        var balance = walk.Deal.Ledger.Balance;
        Law.Holds(
            (
                balance.Ordered,
                balance.Invoiced,
                balance.Shipped,
                balance.Returned,
                balance.Paid,
                balance.Refunded,
                balance.WrittenOff,
                balance.Undelivered
            ) == (ordered, invoiced, shipped, returned, paid, refunded, writtenOff, undelivered),
            "the balance is what the events say"
        );
        var owed = shipped - returned - paid + refunded - writtenOff;
        Law.Holds(
            (balance.ClientOwes, balance.WeOwe, balance.Uninvoiced)
                == (owed > 0 ? owed : 0, owed < 0 ? -owed : 0, ordered > invoiced ? ordered - invoiced : 0),
            "debts are what the events say"
        );
        decimal paidSoFar = 0,
            refundedSoFar = 0;
        foreach (var (domainEvent, _) in walk.ByTime)
        {
            paidSoFar += domainEvent is PaymentReceived p ? p.Amount.Amount : 0;
            refundedSoFar += domainEvent is RefundMade r ? r.Amount.Amount : 0;
            Law.Holds(paidSoFar >= refundedSoFar, "nothing unpaid is refunded, at no instant");
        }
    }

    private static void Invoices(RandomWalk walk)
    {
        HashSet<InvoiceId> paid = [];
        foreach (var domainEvent in walk.Events)
        {
            if (domainEvent is InvoicePaid p)
                Law.Holds(paid.Add(p.Invoice), "an invoice is paid once");
            if (domainEvent is InvoiceUnpaid u)
                Law.Holds(paid.Remove(u.Invoice), "only a paid invoice becomes unpaid");
        }

        foreach (var invoice in walk.Events.OfType<InvoiceIssued>())
        {
            var allocated =
                walk.Events.OfType<PaymentReceived>()
                    .SelectMany(x => x.Allocations)
                    .Where(x => x.Invoice == invoice.Invoice)
                    .Sum(x => x.Amount)
                - walk.Events.OfType<RefundMade>().Where(x => x.Invoice == invoice.Invoice).Sum(x => x.Amount.Amount);
            Law.Holds(allocated >= 0, "no invoice is refunded beyond its payments");
            if (allocated > 0 || paid.Contains(invoice.Invoice))
                Law.Holds(
                    paid.Contains(invoice.Invoice) == allocated >= invoice.Total.Amount,
                    "an invoice is paid when its allocations reach its total"
                );
        }
    }

    private static decimal Cancelled(List<DomainEvent> events, OrderId order, LineId line) =>
        events
            .OfType<OrderLinesCancelled>()
            .Where(x => x.Order == order)
            .SelectMany(x => x.Lines)
            .Where(x => x.Line == line)
            .Sum(x => x.Quantity);

    /// <summary>The total when prices include VAT, else net and VAT, each rounded by itself.</summary>
    private static decimal Share(OrderPlaced order, PricedLine line, decimal quantity)
    {
        return order.PriceIncludesVat ? Rounded(line.Total) : Rounded(line.Net) + Rounded(line.Vat);

        decimal Rounded(decimal sum) =>
            Math.Round(sum * quantity / line.Quantity, order.Currency.Decimals, MidpointRounding.AwayFromZero);
    }
}
