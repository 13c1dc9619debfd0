namespace Crm.Api.Deals;

/// <summary>GET /deals/{dealId}.</summary>
public static class GetDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals/{dealId:guid}", Get)
            .Operation(
                new("getDeal")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "Read a deal",
                    Description =
                        "A deal in its present state, or as of `asOf` (business time) with what was recorded "
                        + "by `knownAt`.",
                    Query = [Param.AsOf, Param.KnownAt],
                    SeesItself = true,
                    Refusals = ["deal.not_found"],
                }
            )
            .Answers<DealAnswer>();

    private static async Task<IResult> Get(Guid dealId, HttpContext http, DealReader reader) =>
        await reader.Get(http, dealId, http.RequestAborted);
}
