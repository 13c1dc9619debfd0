using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

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
                        "period.closed",
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
                        "period.closed",
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
            ShipmentAnswer.Of,
            x => x.Number
        );
        Returns.Read<ReturnAccepted, ReturnAnswer>(
            routes,
            x => x.Return.Value,
            "return.not_found",
            ReturnAnswer.Of,
            x => x.Number
        );
    }

    private static async Task<IResult> Ship(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<RecordShipmentBody>(http);
        if (body.Lines?.Any(x => x?.UnitCost is not null) == true)
            await ReplayOnly.Require(http, Permissions.CostSee);
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
