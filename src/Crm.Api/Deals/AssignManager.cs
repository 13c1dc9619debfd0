using Crm.Api.Catalog;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Assigns the deal to another manager (ответственный менеджер).</summary>
/// <param name="UserId">Id of the user who becomes the deal's manager.</param>
public sealed record AssignManagerBody(Guid UserId, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/manager.</summary>
public static class AssignManagerEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/manager", Post)
            .Operation(
                new("assignManager")
                {
                    Permission = Permissions.DealsWrite,
                    NeedsScope = true,
                    Tag = "Deals",
                    Summary = "Assign the manager",
                    Description =
                        "Assigns the deal to another manager (ответственный менеджер); also available for closed "
                        + "deals.",
                    Refusals = ["validation.failed", "deal.not_found", "happened_at.out_of_order"],
                }
            )
            .Takes(new AssignManagerBody(Sample.User))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<AssignManagerBody>(http);
        var user = await references.User(body.UserId, "/userId", http.RequestAborted);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, new AssignManager(user), http.CommandRequest(body, body.HappenedAt))
        );
    }
}
