using Crm.Domain.Currencies;

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
        var lines = Asked(order);
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
        if (Clocks.Referring(at, order.LatestAt, LineRule.UnshippedAt(at, Order)) is { } early)
            return early;
        return Decision.Accept(
            new ShipmentMade(
                Id,
                "",
                Order,
                currency,
                [.. lines.Select(x => Delivered(at, order.Lines[x.Line], x, currency))],
                ShippedOn
            )
        );
    }

    public override IEnumerable<ProductId> ReadsCosts(DecisionContext at) =>
        Uncosted(at).Select(x => x.Line.Product).OfType<ProductId>().Distinct();

    public override IEnumerable<CurrencyPair> Converts(DecisionContext at) =>
        at.Deal.Ledger is not { Currency: { } to } ledger || !ledger.Orders.TryGetValue(Order, out var order)
            ? []
            : Asked(order)
                .Where(x => order.Lines.ContainsKey(x.Line))
                .Select(x => ShippedCost.Find(at, order.Lines[x.Line], x, to).Cost?.Currency)
                .OfType<Currency>()
                .Where(from => from != to)
                .SelectMany(from => CurrencyPair.Between(from, to, at.Context.WriteOffLimit.Currency))
                .Distinct();

    private ImmutableArray<ShippedQuantity> Asked(Order order) =>
        Parts
        ?? [.. order.LinesAsGiven.Where(x => x.Rest > 0).Select(x => new ShippedQuantity(x.Id, x.Rest, null, null))];

    /// <summary>Lines that neither state a cost nor have copied one.</summary>
    private IEnumerable<(ShippedQuantity Asked, OrderLine Line)> Uncosted(DecisionContext at) =>
        at.Deal.Ledger.Orders.TryGetValue(Order, out var order)
            ? Asked(order)
                .Where(x => x.UnitCost is null && order.Lines.ContainsKey(x.Line))
                .Select(x => (x, order.Lines[x.Line]))
                .Where(x => x.Item2 is { Cost: null, ForeignUnitCost: null })
            : [];

    private static ShippedLine Delivered(DecisionContext at, OrderLine line, ShippedQuantity asked, Currency currency)
    {
        var part = line.Part(line.Shipped, asked.Quantity);
        var cost = ShippedCost.Of(at, line, asked, currency);
        return new ShippedLine(
            line.Id,
            line.Product,
            line.Name,
            asked.Quantity,
            cost.Unit,
            part.Net,
            part.Vat,
            part.Total,
            part.Discount,
            cost.Unit is { } unit ? currency.Round(unit * asked.Quantity) : null
        )
        {
            ListDiscount = part.ListDiscount == 0 ? null : part.ListDiscount,
            CostFrom = cost.From,
            ForeignUnitCost = cost.Foreign,
        };
    }
}

/// <summary>A quantity of an order line with its cost per unit.</summary>
public sealed record ShippedQuantity(LineId Line, decimal Quantity, decimal? UnitCost, Currency? CostCurrency);
