using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Why the guided process is set aside.</summary>
public sealed record ConvertToManualBody(string Reason, DateTimeOffset? HappenedAt = null);

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
                    Summary = "Lead a guided deal by hand",
                    Description =
                        "Withdraws the open tasks and lets the deal be moved by hand in any direction; "
                        + "its history stays, the closing gate too, and the process can be resumed.",
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
