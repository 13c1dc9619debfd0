using System.Globalization;
using Crm.Domain.Deals.Process;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

/// <summary>Cancels quantities of order lines that were not shipped.</summary>
public sealed record CancelOrderLines(OrderId Order, ImmutableArray<LineQuantity> Lines, Personal Reason) : DealCommand
{
    protected override Decision Judge(Situation at)
    {
        if (!at.Deal.Ledger.Orders.TryGetValue(Order, out var order)) return Rejection.NotFound("order.not_found");
        if (LineRule.Faults(order, Lines) is { } faults) return faults;
        var beyond = Lines.Where(x => x.Quantity > order.Lines[x.Line].Rest)
            .Select(x => new Blocker("order_line.rest_exceeded", $"line:{x.Line}", $"<= {LineRule.Text(order.Lines[x.Line].Rest)}", LineRule.Text(x.Quantity),
                Fix.To("getOrder", ("dealId", at.Deal.Id), ("orderId", Order)))).ToArray();
        if (beyond.Length > 0) return Rejection.Conflict("order_line.rest_exceeded", beyond);
        return Clocks.Referring(at, order.LatestAt, LineRule.ShippedAt(at, Order)) is { } early ? early : Decision.Accept(new OrderLinesCancelled(Order, Lines, Reason));
    }
}

/// <summary>Rules about quantities of order lines.</summary>
internal static class LineRule
{
    public static Rejection? Faults(Order order, ImmutableArray<LineQuantity> lines)
    {
        List<Fault> faults = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (!order.Lines.ContainsKey(lines[i].Line)) faults.Add(new($"/lines/{i}/lineId", "order_line.not_found", "a line of the order"));
            if (lines[i].Quantity <= 0) faults.Add(new($"/lines/{i}/quantity", "quantity.not_positive", "> 0"));
            if (lines.Take(i).Any(x => x.Line == lines[i].Line)) faults.Add(new($"/lines/{i}/lineId", "order_line.twice", "each line once"));
        }

        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }

    /// <summary>Quantities of one line depend on each other: neither may be cut from under the other at any asOf.</summary>
    public static DateTimeOffset ShippedAt(Situation at, OrderId order) =>
        at.Deal.Ledger.Shipments.Values.Where(x => x.Order == order).Select(x => x.LatestAt).DefaultIfEmpty().Max();

    public static string Text(decimal quantity) => quantity.ToString("0.######", CultureInfo.InvariantCulture);
}
