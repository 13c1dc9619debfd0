namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Goods or services were delivered: parts of the lines of one order, at most their undelivered quantities.
/// </summary>
/// <param name="Parts">Null: everything not delivered yet.</param>
public sealed record RecordShipment(
    ShipmentId Id,
    OrderId Order,
    ImmutableArray<ShippedQuantity>? Parts,
    DateOnly? ShippedOn
) : DealCommand
{
    protected override bool MovesMoneyOrGoods => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Ledger.Shipments.ContainsKey(Id))
            return Rejection.Conflict("id.taken");
        if (!at.Deal.Ledger.Orders.TryGetValue(Order, out var order))
            return Rejection.Invalid("/orderId", "order.not_found", "an order of this deal");
        ImmutableArray<ShippedQuantity> lines =
            Parts
            ??
            [
                .. order.LinesAsGiven.Where(x => x.Rest > 0).Select(x => new ShippedQuantity(x.Id, x.Rest, null, null)),
            ];
        if (Parts is null && lines.IsEmpty)
            return Rejection.Conflict(
                "shipment.exceeds_order",
                new Blocker("shipment.exceeds_order", $"order:{Order}", "> 0", "0", new Fix.PlaceOrder(at.Deal.Id))
            );
        if (LineRule.Faults(order, [.. lines.Select(x => new LineQuantity(x.Line, x.Quantity))]) is { } faults)
            return faults;
        if (Rule.NotFuture(at, ShippedOn, "/shippedOn") is { } future)
            return future;
        var currency = at.Deal.Ledger.Currency!.Value;
        if (lines.Select(x => x.CostCurrency).FirstOrDefault(x => x is not null && x != currency) is { } other)
            return Rule.SameCurrency(at, other)!;
        var beyond = lines
            .Where(x => x.Quantity > order.Lines[x.Line].Rest)
            .Select(x => new Blocker(
                "shipment.exceeds_order",
                $"line:{x.Line}",
                $"<= {order.Lines[x.Line].Rest}",
                $"{x.Quantity}",
                new Fix.ReviewOrder(at.Deal.Id, Order)
            ))
            .ToArray();
        if (beyond.Length > 0)
            return Rejection.Conflict("shipment.exceeds_order", beyond);
        if (Clocks.Referring(at, order.LatestAt) is { } early)
            return early;
        return Decision.Accept(
            new ShipmentMade(
                Id,
                "",
                Order,
                currency,
                [.. lines.Select(x => Delivered(order.Lines[x.Line], x, currency))],
                ShippedOn
            )
        );
    }

    /// <summary>The given cost, else the cost that the order line copied from the catalogue.</summary>
    private static ShippedLine Delivered(OrderLine line, ShippedQuantity asked, Currency currency)
    {
        var part = line.Part(line.Shipped, asked.Quantity);
        var cost = asked.UnitCost ?? line.Cost;
        return new ShippedLine(
            line.Id,
            line.Product,
            line.Name,
            asked.Quantity,
            cost,
            part.Net,
            part.Vat,
            part.Total,
            part.Discount,
            cost is { } unit ? currency.Round(unit * asked.Quantity) : null
        )
        {
            ListDiscount = part.ListDiscount == 0 ? null : part.ListDiscount,
        };
    }
}

/// <summary>A quantity of an order line with its cost per unit.</summary>
public sealed record ShippedQuantity(LineId Line, decimal Quantity, decimal? UnitCost, Currency? CostCurrency);
