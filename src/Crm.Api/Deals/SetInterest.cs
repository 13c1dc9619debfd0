using Crm.Api.Catalog;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Sets what the client asks for (первичный спрос); replaces the whole list.</summary>
/// <param name="Lines">Products and services that the client asks for.</param>
public sealed record SetInterestBody(IReadOnlyList<InterestBody> Lines, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/interest.</summary>
public static class SetInterestEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/interest", Post)
            .Operation(
                new("setInterest")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Set the interest",
                    Description = "Replaces the products and services that the client asks for (первичный спрос).",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "currency.differs",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(
                new SetInterestBody([
                    new(Text: "Принтер лазерный", Quantity: 3, Unit: "шт", Amount: Sample.Rub(54000)),
                    new(Sample.Product, Quantity: 6),
                ])
            )
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<SetInterestBody>(http);
        var lines = await InterestBody.Lines(http, body.Lines, "/lines", references);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, new SetInterest(lines), http.CommandRequest(body, body.HappenedAt))
        );
    }
}
