namespace Crm.Domain.Deals.Settlement;

/// <summary>Cancels quantities of order lines that have not been shipped.</summary>
public sealed record CancelOrderLines(OrderId Order, ImmutableArray<LineQuantity> Lines, Personal Reason) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.Ledger.Orders.TryGetValue(Order, out var order))
            return Rejection.NotFound("order.not_found");
        if (LineRule.Faults(order, Lines) is { } faults)
            return faults;
        var beyond = Lines
            .Where(x => x.Quantity > order.Lines[x.Line].Rest)
            .Select(x => new Blocker(
                "order_line.rest_exceeded",
                $"line:{x.Line}",
                $"<= {ValueText.Of(order.Lines[x.Line].Rest)}",
                ValueText.Of(x.Quantity),
                new Fix.ReviewOrder(at.Deal.Id, Order)
            ))
            .ToArray();
        if (beyond.Length > 0)
            return Rejection.Conflict("order_line.rest_exceeded", beyond);
        return Clocks.Referring(at, order.LatestAt, LineRule.ShippedAt(at, Order)) is { } early
            ? early
            : Decision.Accept(new OrderLinesCancelled(Order, Lines, Reason));
    }
}
