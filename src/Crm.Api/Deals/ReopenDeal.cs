using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Reopens a closed deal.</summary>
public sealed record ReopenDealBody([SeveralLines] string Reason, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/reopen.</summary>
public static class ReopenDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/reopen", Post)
            .Operation(
                new("reopenDeal")
                {
                    Permission = Permissions.DealsWrite,
                    NeedsScope = true,
                    Tag = "Deals",
                    Summary = "Reopen a deal",
                    Description =
                        "Reopens a closed deal in the stage in which it was closed; the earlier closing "
                        + "stays in the history.",
                    Refusals = ["validation.failed", "deal.not_found", "deal.not_closed", "happened_at.out_of_order"],
                }
            )
            .Takes(new ReopenDealBody("Клиент вернулся с бюджетом"))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<ReopenDealBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, new ReopenDeal(reason), http.CommandRequest(body, body.HappenedAt))
        );
    }
}
