namespace Crm.Api.Settlement;

/// <summary>Records a shipment (отгрузка; УПД, накладная) of goods or services of one order.</summary>
/// <param name="OrderId">Id of the order.</param>
/// <param name="Lines">Shipped quantities per order line. Give either lines or rest.</param>
/// <param name="Rest"><c>true</c> ships everything that is neither shipped nor cancelled. Give either rest or lines.</param>
/// <param name="ShippedOn">Business date of the shipment, not in the future.</param>
public sealed record RecordShipmentBody(
    Guid OrderId,
    IReadOnlyList<ShipmentLineBody>? Lines = null,
    bool Rest = false,
    DateOnly? ShippedOn = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A shipped quantity of an order line.</summary>
/// <param name="LineId">Id of the order line.</param>
/// <param name="Quantity">Quantity, above zero, up to 6 decimals.</param>
/// <param name="UnitCost">
/// Cost per unit (себестоимость); when omitted, the cost that the order line copied from the catalogue.
/// </param>
public sealed record ShipmentLineBody(Guid LineId, decimal Quantity, Money? UnitCost = null);

/// <summary>Records goods that the client returned (возврат от покупателя).</summary>
/// <param name="ShipmentId">Id of the shipment that delivered the goods.</param>
/// <param name="Reason">Reason for the return, as free text; recorded in the history.</param>
/// <param name="Lines">
/// Returned quantities per order line, at most what the shipment delivered and is not returned yet. Give either lines or rest.
/// </param>
/// <param name="Rest"><c>true</c> returns everything of the shipment that is not returned yet. Give either rest or lines.</param>
public sealed record AcceptReturnBody(
    Guid ShipmentId,
    [SeveralLines] string Reason,
    IReadOnlyList<LineQuantityBody>? Lines = null,
    bool Rest = false,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);
