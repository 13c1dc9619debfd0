using System.Text.Json.Serialization;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>A shipment (отгрузка; УПД, накладная).</summary>
/// <param name="Lines">Shipped quantities per order line, with their sums.</param>
/// <param name="Total">Total of the shipment, with VAT.</param>
/// <param name="Returns">Ids of the returns from this shipment.</param>
/// <param name="ShippedOn">Business date of the shipment; null when it was recorded without one.</param>
/// <param name="Reversal">When and why the shipment was reversed; null while it is in force.</param>
public sealed record ShipmentAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Guid OrderId,
    IReadOnlyList<ShippedLineAnswer> Lines,
    Money Total,
    IReadOnlyList<Guid> Returns,
    DateOnly? ShippedOn,
    ReversalAnswer? Reversal,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    /// <summary>
    /// Lines whose cost is unknown because there is no rate for its currency; empty in answers of reads.
    /// Visible only with the permission <c>cost.see</c>.
    /// </summary>
    [Cost]
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static ShipmentAnswer Of(PartOf<ShipmentMade> x) =>
        new(
            x.Fact.Shipment.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Order.Value,
            [
                .. x.Fact.Lines.Select(l =>
                    ShippedLineAnswer.Of(
                        l,
                        x.Fact.Currency,
                        x.Deal.Ledger.Shipments[x.Fact.Shipment].Lines[l.Line].Returned
                    )
                ),
            ],
            new(x.Fact.Lines.Sum(l => l.Total), x.Fact.Currency),
            [.. x.Deal.Ledger.Shipments[x.Fact.Shipment].Returns.Select(r => r.Value)],
            x.Fact.ShippedOn,
            ReversalAnswer.Of(x.Deal.Ledger.Shipments[x.Fact.Shipment].Reversal),
            x.Fact.HappenedAt,
            x.RecordedAt
        )
        {
            Warnings = x.Language is null ? [] : CostWarnings.Of(x.Fact, x.Language),
        };
}

/// <summary>Goods that the client returned (возврат от покупателя).</summary>
/// <param name="Number">Number of the return; null for returns accepted before they had numbers.</param>
/// <param name="Lines">Returned quantities per order line, with their sums.</param>
/// <param name="Total">Total of the returned goods, with VAT.</param>
/// <param name="Reason">Reason for the return; null after it was erased.</param>
/// <param name="Reversal">When and why the return was reversed; null while it is in force.</param>
public sealed record ReturnAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    Guid ShipmentId,
    Guid OrderId,
    IReadOnlyList<ShippedLineAnswer> Lines,
    Money Total,
    string? Reason,
    ReversalAnswer? Reversal,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static ReturnAnswer Of(PartOf<ReturnAccepted> x) =>
        new(
            x.Fact.Return.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Shipment.Value,
            x.Fact.Order.Value,
            [.. x.Fact.Lines.Select(l => ShippedLineAnswer.Of(l, x.Fact.Currency, 0))],
            new(x.Fact.Lines.Sum(l => l.Total), x.Fact.Currency),
            x.Fact.Reason.Text,
            ReversalAnswer.Of(
                x.Deal.Ledger.Shipments.GetValueOrDefault(x.Fact.Shipment)
                    ?.ReversedReturns.GetValueOrDefault(x.Fact.Return)
            ),
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}

/// <summary>A quantity of an order line that was shipped or returned.</summary>
/// <param name="Name">Name of the product or service.</param>
/// <param name="UnitCost">Cost per unit (себестоимость); null when unknown. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="Amount">Sum without VAT: the quantity's part of the order line, by cumulative rounding.</param>
/// <param name="Vat">VAT (НДС) of the quantity.</param>
/// <param name="Total">Sum with VAT.</param>
/// <param name="Cost">Quantity multiplied by unit cost; null when unknown. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="Returned">Quantity of this shipment that was returned.</param>
/// <param name="Discount">Part of the manual discount, without VAT.</param>
/// <param name="ListDiscount">
/// Part of what the price list deducts from the base price, without VAT; negative for a surcharge.
/// </param>
/// <param name="CostFrom">
/// Where the cost is from: given with the shipment, copied by the order line, the product's on the day of happenedAt, 0 for a
/// service, or unknown; null for a return, and for what was recorded before it was kept. Visible only with <c>cost.see</c>.
/// </param>
/// <param name="ForeignUnitCost">
/// Cost per unit in the currency that it was stated in, when that is not the document's; unitCost converts it at the last rate on
/// or before the day of happenedAt. Visible only with the permission <c>cost.see</c>.
/// </param>
public sealed record ShippedLineAnswer(
    Guid LineId,
    Guid? ProductId,
    string Name,
    decimal Quantity,
    [property: Cost] Money? UnitCost,
    Money Amount,
    Money Vat,
    Money Total,
    [property: Cost] Money? Cost,
    decimal Returned,
    Money Discount,
    Money? ListDiscount,
    [property: Cost] CostFrom? CostFrom,
    [property: Cost] Money? ForeignUnitCost
)
{
    public static ShippedLineAnswer Of(ShippedLine x, Currency currency, decimal returned) =>
        new(
            x.Line.Value,
            x.Product?.Value,
            x.Name,
            x.Quantity,
            x.UnitCost is { } unit ? new Money(unit, currency) : null,
            new(x.Net, currency),
            new(x.Vat, currency),
            new(x.Total, currency),
            x.Cost is { } cost ? new Money(cost, currency) : null,
            returned,
            new(x.Discount, currency),
            LineAnswer.Sum(x.ListDiscount, currency),
            x.CostFrom,
            x.ForeignUnitCost
        );
}
