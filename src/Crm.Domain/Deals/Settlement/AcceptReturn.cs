using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Goods were returned: at most what the shipment delivered and what has not been returned yet.</summary>
/// <param name="Parts">Null: everything that has not been returned yet.</param>
public sealed record AcceptReturn(
    ReturnId Id,
    ShipmentId Shipment,
    ImmutableArray<LineQuantity>? Parts,
    Personal Reason
) : DealCommand
{
    protected override bool MovesMoneyOrGoods => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.Shipments.Values.Any(x => x.Returns.Contains(Id)))
            return Rejection.Conflict("id.taken");
        if (!ledger.Shipments.TryGetValue(Shipment, out var shipment))
            return Rejection.Invalid("/shipmentId", "shipment.not_found", "a shipment of this deal");
        if (shipment.Reversal is not null)
            return Rejection.Conflict(
                "shipment.reversed",
                new Blocker(
                    "shipment.reversed",
                    $"shipment:{Shipment}",
                    "a shipment in force",
                    "reversed",
                    new Fix.RecordShipment(at.Deal.Id)
                )
            );
        var order = ledger.Orders[shipment.Order];
        ImmutableArray<LineQuantity> lines =
            Parts
            ??
            [
                .. shipment
                    .LinesAsGiven.Where(x => x.Delivered.Quantity > x.Delivered.Returned)
                    .Select(x => new LineQuantity(x.Line, x.Delivered.Quantity - x.Delivered.Returned)),
            ];
        if (Parts is null && lines.IsEmpty)
            return Rejection.Conflict(
                "return.exceeds_shipment",
                new Blocker(
                    "return.exceeds_shipment",
                    $"shipment:{Shipment}",
                    "> 0",
                    "0",
                    new Fix.ReviewShipment(at.Deal.Id, Shipment)
                )
            );
        if (LineRule.Faults(order, lines) is { } faults)
            return faults;
        var beyond = lines
            .Where(x => x.Quantity > Left(shipment, x.Line))
            .Select(x => new Blocker(
                "return.exceeds_shipment",
                $"line:{x.Line}",
                $"<= {Left(shipment, x.Line)}",
                $"{x.Quantity}",
                new Fix.ReviewShipment(at.Deal.Id, Shipment)
            ))
            .ToArray();
        if (beyond.Length > 0)
            return Rejection.Conflict("return.exceeds_shipment", beyond);
        if (Clocks.Referring(at, shipment.LatestAt) is { } early)
            return early;
        var currency = ledger.Currency!.Value;
        var accepted = new ReturnAccepted(
            Id,
            Shipment,
            shipment.Order,
            currency,
            [.. lines.Select(x => Back(order.Lines[x.Line], shipment.Lines[x.Line], x.Quantity, currency))],
            Reason
        )
        {
            Number = "",
        };
        return Decision.Accept([
            accepted,
            .. StageFlow.Rework(at, ReworkOn.ReturnAccepted, Reason, Cause.Rule("return.accepted")),
        ]);
    }

    private static decimal Left(Shipment shipment, LineId line) =>
        shipment.Lines.TryGetValue(line, out var delivered) ? delivered.Quantity - delivered.Returned : 0;

    /// <summary>
    /// A part of the shipment's line, cost included: the rounded cumulative share minus what its earlier returns took.
    /// </summary>
    private static ShippedLine Back(OrderLine line, DeliveredLine delivered, decimal quantity, Currency currency)
    {
        var part = new LineInParts(delivered.Whole, line.PriceIncludesVat, currency).Next(delivered.Back, quantity);
        decimal? cost = delivered.UnitCost is { } unit
            ? currency.Round(unit * (delivered.Returned + quantity)) - currency.Round(unit * delivered.Returned)
            : null;
        return new ShippedLine(
            line.Id,
            line.Product,
            line.Name,
            quantity,
            delivered.UnitCost,
            part.Net,
            part.Vat,
            part.Total,
            part.Discount,
            cost
        )
        {
            ListDiscount = part.ListDiscount == 0 ? null : part.ListDiscount,
        };
    }
}
