using Crm.Api.Catalog;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Sets the client (контрагент) of the deal.</summary>
/// <param name="ClientId">Id of the client.</param>
public sealed record IdentifyClientBody(Guid ClientId, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/client.</summary>
public static class IdentifyClientEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/client", Post)
            .Operation(
                new("identifyClient")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Set the client",
                    Description = "Sets the client (контрагент) of the deal; replaces an earlier one.",
                    Refusals = ["validation.failed", "deal.not_found", "deal.closed", "happened_at.out_of_order"],
                }
            )
            .Takes(new IdentifyClientBody(Sample.Client))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<IdentifyClientBody>(http);
        var client = await references.Client(http, body.ClientId, "/clientId");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, new IdentifyClient(client), http.CommandRequest(body, body.HappenedAt))
        );
    }
}
