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
        foreach (var shipment in Shipments(events))
        foreach (var line in shipment.Lines)
            Law.Holds(
                Returns(events)
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
        var shipped = Shipments(events)
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
        var paid =
            events.OfType<PaymentReceived>().Sum(x => x.Amount.Amount)
            - events.OfType<PaymentReversed>().Sum(x => x.Amount.Amount);
        var refunded =
            events.OfType<RefundMade>().Sum(x => x.Amount.Amount)
            - events.OfType<RefundReversed>().Sum(x => x.Amount.Amount);
        var shipped = Shipments(events).SelectMany(x => x.Lines).Sum(x => x.Total);
        var returned = Returns(events).SelectMany(x => x.Lines).Sum(x => x.Total);
        var voided = events.OfType<InvoiceCancelled>().Select(x => x.Invoice).ToHashSet();
        var invoiced = events.OfType<InvoiceIssued>().Where(x => !voided.Contains(x.Invoice)).Sum(x => x.Total.Amount);
        var writtenOff = 0m;
        foreach (var domainEvent in events)
        {
            writtenOff += WrittenOff(domainEvent);
            if (domainEvent is DebtWrittenOff && events.All(x => x is not WriteOffReversed))
                Law.Holds(
                    Math.Abs(writtenOff) <= RandomWalk.WriteOffLimit.Amount,
                    "write-offs together stay within the limit"
                );
        }

        decimal ordered = 0,
            undelivered = 0;
        foreach (var order in events.OfType<OrderPlaced>())
        foreach (var line in order.Lines)
        {
            var left = Share(order, line, line.Quantity - Cancelled(events, order.Order, line.Line));
            ordered += left;
            var shippedLine = Shipments(events)
                .Where(x => x.Order == order.Order)
                .SelectMany(x => x.Lines)
                .Where(x => x.Line == line.Line)
                .ToArray();
            // Parts around a reversed one may differ from what is left by a minor unit.
            if (line.Quantity - Cancelled(events, order.Order, line.Line) > shippedLine.Sum(x => x.Quantity))
                undelivered += left - shippedLine.Sum(x => x.Total);
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
        decimal moneyLeft = 0,
            writtenOffSoFar = 0;
        for (var i = 0; i < walk.ByTime.Count; i++)
        {
            var domainEvent = walk.ByTime[i].Fact;
            writtenOffSoFar += WrittenOff(domainEvent);
            moneyLeft += domainEvent switch
            {
                PaymentReceived f => f.Amount.Amount,
                PaymentReversed f => -f.Amount.Amount,
                RefundMade f => -f.Amount.Amount,
                RefundReversed f => f.Amount.Amount,
                _ => 0,
            };
            if (i == walk.ByTime.Count - 1 || walk.ByTime[i + 1].Fact.HappenedAt > domainEvent.HappenedAt)
                Law.Holds(
                    moneyLeft + Math.Min(0, writtenOffSoFar) >= 0,
                    "nothing unpaid is refunded or left to us, at no instant"
                );
        }
    }

    private static decimal WrittenOff(DomainEvent domainEvent) =>
        domainEvent switch
        {
            DebtWrittenOff f => f.Side == DebtSide.Client ? f.Amount.Amount : -f.Amount.Amount,
            WriteOffReversed f => f.Side == DebtSide.Client ? -f.Amount.Amount : f.Amount.Amount,
            _ => 0,
        };

    private static IEnumerable<ShipmentMade> Shipments(List<DomainEvent> events)
    {
        var reversed = events.OfType<ShipmentReversed>().Select(x => x.Shipment).ToHashSet();
        return events.OfType<ShipmentMade>().Where(x => !reversed.Contains(x.Shipment));
    }

    private static IEnumerable<ReturnAccepted> Returns(List<DomainEvent> events)
    {
        var reversed = events.OfType<ReturnReversed>().Select(x => x.Return).ToHashSet();
        return events.OfType<ReturnAccepted>().Where(x => !reversed.Contains(x.Return));
    }

    /// <summary>The allocation of money holds its equations at every instant, and its events tell every change of its answer.</summary>
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

        for (var i = 0; i < walk.ByTime.Count; i++)
            if (
                i == walk.ByTime.Count - 1
                || walk.ByTime[i].Fact is SettlementEvent
                    && walk.ByTime[i + 1].Fact.HappenedAt > walk.ByTime[i].Fact.HappenedAt
            )
                Allocated(walk.ByTime[i].After.Ledger);
        foreach (var invoice in walk.Deal.Ledger.Invoices.Values.Where(invoice => !invoice.Cancelled))
            Law.Holds(
                paid.Contains(invoice.Id) == walk.Deal.Ledger.Allocation.On(invoice.Id).IsPaid,
                "the events say which invoices are paid"
            );
    }

    private static void Allocated(Ledger ledger)
    {
        var (paid, allocated) = (ledger.Payments.Select(payment => payment.Id).ToArray(), 0m);
        var anyIsOpen = false;
        foreach (var invoice in ledger.Invoices.Values)
        {
            var money = ledger.Allocation.On(invoice.Id);
            allocated += money.Allocated;
            Law.Holds(money.Open >= 0 && money.Parts.All(part => part.Amount > 0), "nothing negative stands anywhere");
            Law.Holds(money.Allocated + money.WrittenOff <= money.Room, "no invoice holds more than its room");
            Law.Holds(
                money.Open == money.Room - money.Allocated - money.WrittenOff
                    && money.Room == Math.Max(0, money.Total - money.Credited),
                "open = room - allocated - written off"
            );
            anyIsOpen |= money.Open > 0 && invoice.Order is not null;
        }

        var advance = paid.Sum(payment => ledger.Allocation.From(payment).Advance);
        Law.Holds(
            allocated + advance == ledger.Paid - ledger.Refunded - Math.Max(0, -ledger.WrittenOff),
            "allocated + advance = paid - refunded - our debt written off"
        );
        Law.Holds(
            allocated == paid.SelectMany(payment => ledger.Allocation.From(payment).Parts).Sum(part => part.Amount),
            "payments and invoices tell the same parts"
        );
        if (
            ledger.Balance.ClientOwes == 0
            && !ledger.HasRest
            && ledger.Payments.All(payment =>
                payment.Says is not { } says || says.Sum(said => said.Amount) == payment.Amount
            )
            && ledger.Invoices.Values.All(invoice => invoice.Cancelled || invoice.Order is not null)
        )
            Law.Holds(!anyIsOpen, "without a debt of the client, and without money kept by hand, no invoice is open");
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
