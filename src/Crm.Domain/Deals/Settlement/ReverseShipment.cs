namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// A shipment was entered by mistake: its quantities are undelivered again. Refused while a return from it is in force.
/// </summary>
/// <param name="Made">The shipment, as recorded.</param>
public sealed record ReverseShipment(ShipmentMade Made, Personal Reason) : ReversalCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Ledger.Shipments.GetValueOrDefault(Made.Shipment)?.Reversal is not null;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.Ledger.Shipments.TryGetValue(Made.Shipment, out var shipment))
            return Rejection.NotFound("shipment.not_found");
        if (IsAlreadySatisfied(at))
            return Decision.AlreadySatisfied;
        Blocker[] returned =
        [
            .. shipment.ReturnsInForce.Select(id => new Blocker(
                "shipment.has_returns",
                $"return:{id}",
                "reversed",
                "in force",
                new Fix.ReverseReturn(at.Deal.Id, id)
            )),
        ];
        if (returned.Length > 0)
            return Rejection.Conflict("shipment.has_returns", returned);
        return Clocks.Referring(at, shipment.LatestAt) is { } early
            ? early
            : Decision.Accept(
                new ShipmentReversed(Made.Shipment, Made.Order, Made.Currency, Made.Lines, Made.HappenedAt, Reason)
            );
    }
}

/// <summary>A return was entered by mistake: its quantities are delivered again.</summary>
/// <param name="Accepted">The return, as recorded.</param>
public sealed record ReverseReturn(ReturnAccepted Accepted, Personal Reason) : ReversalCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Ledger.Shipments.GetValueOrDefault(Accepted.Shipment)?.ReversedReturns.ContainsKey(Accepted.Return)
        == true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (
            !at.Deal.Ledger.Shipments.TryGetValue(Accepted.Shipment, out var shipment)
            || !shipment.Returns.Contains(Accepted.Return)
        )
            return Rejection.NotFound("return.not_found");
        if (IsAlreadySatisfied(at))
            return Decision.AlreadySatisfied;
        return Clocks.Referring(at, shipment.LatestAt) is { } early
            ? early
            : Decision.Accept(
                new ReturnReversed(
                    Accepted.Return,
                    Accepted.Shipment,
                    Accepted.Order,
                    Accepted.Currency,
                    Accepted.Lines,
                    Accepted.HappenedAt,
                    Reason
                )
            );
    }
}
