using Crm.Api.Catalog;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Closes the deal as won or lost.</summary>
/// <param name="Outcome">Result of the deal: <c>won</c> or <c>lost</c>.</param>
/// <param name="LostReason">Code of a lost reason; required when the outcome is <c>lost</c>.</param>
/// <param name="Comment">Free-text comment; required when the lost reason requires it.</param>
/// <param name="Competitor">Name of the competitor who won the sale; required when the lost reason requires it.</param>
/// <param name="Waiver">Closes a lost deal with an open debt left as it is; requires the permission <c>debt.waive</c>.</param>
public sealed record CloseDealBody(
    Outcome Outcome,
    [property: Identifier] string? LostReason = null,
    [SeveralLines] string? Comment = null,
    string? Competitor = null,
    WaiverBody? Waiver = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>Leaves an open debt as it is when the deal is closed.</summary>
/// <param name="Reason">Reason for leaving the debt, as free text; recorded in the history.</param>
public sealed record WaiverBody([SeveralLines] string Reason);

/// <summary>POST /deals/{dealId}/close.</summary>
public static class CloseDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/close", Post)
            .Operation(
                new("closeDeal")
                {
                    Permission = Permissions.DealsWrite,
                    NeedsScope = true,
                    Tag = "Deals",
                    Summary = "Close a deal",
                    Description =
                        "Closes the deal as won, when the conditions of the closing gate hold, or as lost, "
                        + "with a reason and without open debts on either side unless they are waived.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.gate_unmet",
                        "deal.closed",
                        "permission.missing",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new CloseDealBody(Outcome.Lost, "competitor", "Дешевле на 10 %", "ООО «Конкурент»"))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<CloseDealBody>(http);
        if (
            body.Outcome == Outcome.Won
            && (body.LostReason is not null || body.Competitor is not null || body.Waiver is not null)
        )
            throw ProblemException.Member(
                body.LostReason is not null ? "/lostReason"
                    : body.Competitor is not null ? "/competitor"
                    : "/waiver",
                "member.not_applicable",
                "only with outcome lost"
            );
        var reason = body.LostReason is { } code
            ? await references.LostReason(code, "/lostReason", http.RequestAborted)
            : null;
        var close = new CloseDeal(
            body.Outcome,
            reason,
            TextValidation.PersonalOrNull(body.Comment, "/comment"),
            TextValidation.PersonalOrNull(body.Competitor, "/competitor"),
            body.Waiver is null ? null : TextValidation.Personal(body.Waiver.Reason, "/waiver/reason")
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, close, http.CommandRequest(body, body.HappenedAt))
        );
    }
}
