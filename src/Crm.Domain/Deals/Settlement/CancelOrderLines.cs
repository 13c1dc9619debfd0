using Crm.Domain.Deals.Prices;

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
                $"<= {order.Lines[x.Line].Rest}",
                $"{x.Quantity}",
                new Fix.ReviewOrder(at.Deal.Id, Order)
            ))
            .ToArray();
        if (beyond.Length > 0)
            return Rejection.Conflict("order_line.rest_exceeded", beyond);
        if (MoreFreeText(at, order) is { } unapproved)
            return unapproved;
        return Clocks.Referring(at, order.LatestAt, LineRule.ShippedAt(at, Order)) is { } early
            ? early
            : Decision.Accept(new OrderLinesCancelled(Order, Lines, Reason));
    }

    /// <summary>
    /// The only change of prices that a cancellation makes: lines without a product become a larger share of the order,
    /// or of all orders from its proposal.
    /// </summary>
    private Rejection? MoreFreeText(DecisionContext at, Order order)
    {
        var proposal = order.Proposal is { } id ? at.Deal.Proposals.GetValueOrDefault(id) : null;
        if (!PriceRule.LimitsFreeText(at) || proposal is { IsApproved: true })
            return null;
        ImmutableArray<Order> orders = proposal is null ? [order] : [.. at.Deal.Ledger.OrdersFrom(proposal.Id)];
        var (before, after) = (Share(_ => 0), Share(Cancelled));
        return after > before && after > at.Context.Prices.FreeTextLimitPercent
            ? Rejection.Conflict(
                PriceRule.Code,
                PriceRule.FreeTextBeyond(
                    at,
                    proposal is null ? $"order:{Order}" : $"proposal:{proposal.Id}",
                    after,
                    proposal is null ? new Fix.DraftProposal(at.Deal.Id) : CancelFreeText(at, orders)
                )
            )
            : null;

        decimal Cancelled(LineId line) => Lines.FirstOrDefault(x => x.Line == line)?.Quantity ?? 0;

        decimal Share(Func<LineId, decimal> cancelled) =>
            FreeText.Percent(
                orders.SelectMany(x =>
                    x.LinesAsGiven.Select(line => (line.Product, line.Left(x.Id == Order ? cancelled(line.Id) : 0).Net))
                )
            );
    }

    /// <summary>Lines without a product are cancelled first; null: they are all shipped or cancelled.</summary>
    private static Fix.CancelOrderLines? CancelFreeText(DecisionContext at, ImmutableArray<Order> orders) =>
        orders.FirstOrDefault(x => x.LinesAsGiven.Any(line => line.Product is null && line.Rest > 0)) is { } order
            ? new Fix.CancelOrderLines(at.Deal.Id, order.Id)
            : null;
}
