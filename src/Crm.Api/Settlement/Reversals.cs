using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>POST /deals/{dealId}/{payments, refunds, shipments, returns, write-offs}/{id}/reverse.</summary>
public static class ReversalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map<PaymentAnswer>(
            routes,
            new("payments", "payment", "paymentId", "payment.not_found", ["money.taken", "payment.reversed"]),
            (id, reason, _) => new(new ReversePayment(new(id), reason))
        );
        Map<RefundAnswer>(
            routes,
            new("refunds", "refund", "refundId", "refund.not_found", []),
            (id, reason, _) => new(new ReverseRefund(new(id), reason))
        );
        Map<ShipmentAnswer>(
            routes,
            new("shipments", "shipment", "shipmentId", "shipment.not_found", ["shipment.has_returns"]),
            async (id, reason, find) =>
                await find.Of<ShipmentMade>(id, one => one.Shipment.Value) is { } made
                    ? new ReverseShipment(made, reason)
                    : null
        );
        Map<ReturnAnswer>(
            routes,
            new("returns", "return", "returnId", "return.not_found", []),
            async (id, reason, find) =>
                await find.Of<ReturnAccepted>(id, one => one.Return.Value) is { } accepted
                    ? new ReverseReturn(accepted, reason)
                    : null
        );
        Map<WriteOffAnswer>(
            routes,
            new("write-offs", "write-off", "writeOffId", "write_off.not_found", ["money.taken"])
            {
                Permission = Permissions.DebtWriteOff,
            },
            (id, reason, _) => new(new ReverseWriteOff(new(id), reason))
        );
    }

    private static void Map<TAnswer>(
        IEndpointRouteBuilder routes,
        Reversed what,
        Func<Guid, Personal, Recorded, ValueTask<DealCommand?>> command
    )
        where TAnswer : notnull =>
        routes
            .MapPost(
                $"/deals/{{dealId:guid}}/{what.Noun}/{{{what.Route}:guid}}/reverse",
                (Guid dealId, HttpContext http, IMessageBus bus, RecordedParts parts) =>
                    Post(dealId, http, bus, parts, what, command)
            )
            .Operation(
                new("reverse" + what.Name)
                {
                    Permission = what.Permission,
                    Tag = "Settlement",
                    Summary = $"Reverse a {what.Title}",
                    Description =
                        $"Reverses a {what.Title} that was entered by mistake (сторно). It keeps its number and is shown as reversed; "
                        + "reports count the reversal at its own time. Repeating is 200 without an event.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        what.NotFound,
                        .. what.Refusals,
                        "deal.closed",
                        "happened_at.out_of_order",
                        "period.closed",
                    ],
                }
            )
            .Takes(new ReverseBody("Введено по ошибке"))
            .Answers<TAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(
        Guid dealId,
        HttpContext http,
        IMessageBus bus,
        RecordedParts parts,
        Reversed what,
        Func<Guid, Personal, Recorded, ValueTask<DealCommand?>> command
    )
    {
        var body = await Body.Read<ReverseBody>(http);
        var id = Guid.Parse((string)http.Request.RouteValues[what.Route]!);
        var reverse =
            await command(id, TextValidation.Personal(body.Reason, "/reason"), new(http, parts, dealId))
            ?? throw ProblemException.NotFound(what.NotFound);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, reverse, http.CommandRequest(body, body.HappenedAt)) { PartId = id }
        );
    }

    /// <summary>A type of document that can be reversed.</summary>
    private sealed record Reversed(string Noun, string Title, string Route, string NotFound, string[] Refusals)
    {
        public Permission Permission { get; init; } = Permissions.DocumentsWrite;

        /// <summary>As in operation ids, such as WriteOff.</summary>
        public string Name => char.ToUpperInvariant(Route[0]) + Route[1..^2];
    }

    /// <summary>The documents of the deal as they were recorded.</summary>
    private readonly record struct Recorded(HttpContext Http, RecordedParts Parts, Guid DealId)
    {
        public Task<TEvent?> Of<TEvent>(Guid wanted, Func<TEvent, Guid> id)
            where TEvent : DomainEvent => Parts.Find(Http, DealId, wanted, id);
    }
}
