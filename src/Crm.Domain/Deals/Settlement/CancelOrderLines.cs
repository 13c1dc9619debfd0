using Crm.Domain.Deals.Prices;
using Crm.Domain.Settings;

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
        if (MoreFreeText(at, order) is { } unapproved)
            return unapproved;
        return Clocks.Referring(at, order.LatestAt, LineRule.ShippedAt(at, Order)) is { } early
            ? early
            : Decision.Accept(new OrderLinesCancelled(Order, Lines, Reason));
    }

    /// <summary>
    /// The only change of prices that a cancellation makes: lines without a product become a larger share of the order.
    /// </summary>
    private Rejection? MoreFreeText(DecisionContext at, Order order)
    {
        if (
            order.Proposal is not null
            || at.Context is not { DiscountLimit: not null, Prices.FreeTextLines: FreeTextLines.Limit }
        )
            return null;
        var (before, after) = (Share(_ => 0), Share(id => Lines.FirstOrDefault(x => x.Line == id)?.Quantity ?? 0));
        return after > before && after > at.Context.Prices.FreeTextLimitPercent
            ? Rejection.Conflict(
                PriceRule.Code,
                PriceRule.FreeTextBeyond(at, $"order:{Order}", after, new Fix.DraftProposal(at.Deal.Id))
            )
            : null;

        decimal Share(Func<LineId, decimal> cancelled) =>
            FreeText.Percent(
                order.Lines.Values.Select(line =>
                    (line.Product, line.Part(Sums.None, line.Quantity - line.Cancelled - cancelled(line.Id)).Net)
                )
            );
    }
}
