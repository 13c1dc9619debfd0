using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

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
    string Reason,
    IReadOnlyList<LineQuantityBody>? Lines = null,
    bool Rest = false,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>/deals/{dealId}/shipments and /returns.</summary>
public static class ShipmentEndpoints
{
    private static readonly PartRoutes Shipments = new("shipments", "Shipment", "shipmentId", "Settlement");
    private static readonly PartRoutes Returns = new("returns", "Return", "returnId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/shipments", Ship)
            .Operation(
                new("recordShipment")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Record a shipment",
                    Description =
                        "Records a shipment (отгрузка; УПД, накладная) of parts of an order, at most what is not "
                        + "shipped yet. Requires an Idempotency-Key.",
                    RequiresKey = true,
                    Refusals =
                    [
                        "validation.failed",
                        "idempotency_key.required",
                        "deal.not_found",
                        "deal.closed",
                        "shipment.exceeds_order",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(
                new RecordShipmentBody(
                    Sample.Order,
                    [new(Sample.OrderLine, 1, Sample.Rub(11000))],
                    ShippedOn: Sample.Day(1, 20)
                )
            )
            .Answers<ShipmentAnswer>(201)
            .Answers<ShipmentAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        routes
            .MapPost("/deals/{dealId:guid}/returns", Back)
            .Operation(
                new("acceptReturn")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Accept a return",
                    Description =
                        "Records goods that the client returned (возврат от покупателя), at most what the "
                        + "shipment delivered. Requires an Idempotency-Key.",
                    RequiresKey = true,
                    Refusals =
                    [
                        "validation.failed",
                        "idempotency_key.required",
                        "deal.not_found",
                        "deal.closed",
                        "return.exceeds_shipment",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(new AcceptReturnBody(Sample.Shipment, "Заводской брак", [new(Sample.OrderLine, 1)]))
            .Answers<ReturnAnswer>(201)
            .Answers<ReturnAnswer>()
            .Capability(Capabilities.ReturnsAndRefunds);
        Shipments.Read<ShipmentMade, ShipmentAnswer>(
            routes,
            x => x.Shipment.Value,
            "shipment.not_found",
            ShipmentAnswer.Of
        );
        Returns.Read<ReturnAccepted, ReturnAnswer>(routes, x => x.Return.Value, "return.not_found", ReturnAnswer.Of);
    }

    private static async Task<IResult> Ship(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<RecordShipmentBody>(http);
        if (body.Lines?.Any(x => x?.UnitCost is not null) == true)
            Authorizer.RequireCostPermission(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var lines = Given(body.Lines, body.Rest)
            ?.Select(
                (x, i) => new ShippedQuantity(new(x.LineId), x.Quantity, Cost(x.UnitCost, i), x.UnitCost?.Currency)
            )
            .ToImmutableArray();
        var command = new RecordShipment(new(id), new(body.OrderId), lines, body.ShippedOn);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }

    /// <summary>Null for the whole rest, which has to be said: lines left out by mistake ship nothing.</summary>
    private static IReadOnlyList<T>? Given<T>(IReadOnlyList<T>? lines, bool rest)
    {
        if (lines is null && !rest)
            throw ProblemException.Member("/lines", "member.required", "lines, or rest");
        if (lines is not null && rest)
            throw ProblemException.Member("/rest", "member.conflict", "lines or rest");
        return lines is null ? null : TextValidation.Some(lines, "/lines", 1000);
    }

    private static decimal? Cost(Money? cost, int line) =>
        cost is { Amount: < 0 }
            ? throw ProblemException.Member($"/lines/{line}/unitCost/amount", "amount.negative", ">= 0")
            : cost?.Amount;

    private static async Task<IResult> Back(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<AcceptReturnBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var lines = Given(body.Lines, body.Rest)
            ?.Select(x => new LineQuantity(new(x.LineId), x.Quantity))
            .ToImmutableArray();
        var command = new AcceptReturn(
            new(id),
            new(body.ShipmentId),
            lines,
            TextValidation.Personal(body.Reason, "/reason")
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }
}

/// <summary>A shipment (отгрузка; УПД, накладная).</summary>
/// <param name="Lines">Shipped quantities per order line, with their sums.</param>
/// <param name="Total">Total of the shipment, with VAT.</param>
/// <param name="Returns">Ids of the returns from this shipment.</param>
/// <param name="ShippedOn">Business date of the shipment; null when it was recorded without one.</param>
public sealed record ShipmentAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Guid OrderId,
    IReadOnlyList<ShippedLineAnswer> Lines,
    Money Total,
    IReadOnlyList<Guid> Returns,
    DateOnly? ShippedOn,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
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
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}

/// <summary>Goods that the client returned (возврат от покупателя).</summary>
/// <param name="Number">Number of the return; null for returns accepted before they had numbers.</param>
/// <param name="Lines">Returned quantities per order line, with their sums.</param>
/// <param name="Total">Total of the returned goods, with VAT.</param>
/// <param name="Reason">Reason for the return; null after it was erased.</param>
public sealed record ReturnAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    Guid ShipmentId,
    Guid OrderId,
    IReadOnlyList<ShippedLineAnswer> Lines,
    Money Total,
    string? Reason,
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
    Money? ListDiscount
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
            LineAnswer.Sum(x.ListDiscount, currency)
        );
}
