using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Moves the deal to another stage.</summary>
/// <param name="Stage">Code of a stage of the deal's kind.</param>
/// <param name="Reason">Reason, as free text; required when a guided deal moves back. Recorded in the history.</param>
public sealed record MoveDealBody(
    [property: Identifier] string Stage,
    [SeveralLines] string? Reason = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/move.</summary>
public static class MoveDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/move", Post)
            .Operation(
                new("moveDeal")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Move a deal",
                    Description =
                        "Moves a deal to another stage: in manual kinds to any stage, in guided ones only "
                        + "back and with a reason.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "move.not_allowed",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new MoveDealBody("qualification", "Сменился состав поставки"))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<MoveDealBody>(http);
        var reason = TextValidation.PersonalOrNull(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, new MoveDeal(body.Stage, reason), http.CommandRequest(body, body.HappenedAt))
        );
    }
}
