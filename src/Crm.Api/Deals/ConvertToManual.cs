using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Switches a guided deal to manual mode.</summary>
public sealed record ConvertToManualBody([SeveralLines] string Reason, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/convert-to-manual.</summary>
public static class ConvertToManualEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/convert-to-manual", Post)
            .Operation(
                new("convertToManual")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Switch a deal to manual mode",
                    Description =
                        "Withdraws the open tasks of a guided deal; users can then move it to any stage. The "
                        + "history and the closing gate stay, and the process can be resumed.",
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "deal.not_found",
                        "deal.closed",
                        "process.not_guided",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new ConvertToManualBody("Клиент ведёт закупку по своим правилам"))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<ConvertToManualBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, new ConvertToManual(reason), http.CommandRequest(body, body.HappenedAt))
        );
    }
}
