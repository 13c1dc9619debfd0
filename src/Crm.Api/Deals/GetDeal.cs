namespace Crm.Api.Deals;

/// <summary>GET /deals/{dealId}.</summary>
public static class GetDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals/{dealId:guid}", Get)
            .Operation(
                "getDeal",
                Permissions.DealsRead,
                "Deals",
                "Read a deal",
                "A deal as it stands, or as it stood at asOf (by happenedAt) with what was known at knownAt (by recording).",
                query: [Param.AsOf, Param.KnownAt],
                refuses: ["deal.not_found"],
                seesItself: true
            )
            .Answers<DealAnswer>();

    private static async Task<IResult> Get(Guid dealId, HttpContext http, DealReader reader) =>
        await reader.Get(http, dealId, http.RequestAborted);
}
