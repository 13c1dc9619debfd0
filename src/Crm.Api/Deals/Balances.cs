namespace Crm.Api.Deals;

/// <summary>GET /deals/{dealId}/balance.</summary>
public static class BalanceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals/{dealId:guid}/balance", Get)
            .Operation(
                new("getBalance")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "Read the balance",
                    Description =
                        "Settlement balance (взаиморасчёты) of the deal with VAT, in its present state or as of "
                        + "a past time.",
                    Query = [Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found"],
                }
            )
            .Answers<BalanceAnswer>();

    private static async Task<IResult> Get(Guid dealId, HttpContext http, DealReader deals, KnownNames names)
    {
        var deal = (
            await deals.Fold(dealId, Query.Instant(http, "asOf"), Query.Instant(http, "knownAt"), http.RequestAborted)
        ).State;
        var currency = deal.Currency ?? (await names.At(http).Settings(http.RequestAborted)).BaseCurrency!.Value;
        return Reply.Ok(BalanceAnswer.Of(deal.Ledger, currency), deal.Version);
    }
}
