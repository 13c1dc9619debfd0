using Crm.Api.Catalog;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>How a deal ends.</summary>
/// <param name="Outcome">won or lost.</param>
/// <param name="LostReason">Code of a lost reason; required for lost.</param>
/// <param name="Comment">Required where the reason asks for it.</param>
/// <param name="Competitor">Required where the reason asks for it.</param>
/// <param name="Waiver">Leaves a debt as it is; needs the permission debt.waive.</param>
public sealed record CloseDealBody(
    Outcome Outcome,
    string? LostReason = null,
    string? Comment = null,
    string? Competitor = null,
    WaiverBody? Waiver = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>Why a debt is left as it is.</summary>
public sealed record WaiverBody(string Reason);

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
                    Tag = "Deals",
                    Summary = "Close a deal",
                    Description =
                        "Closes as won through the gate, or as lost with a reason and no debt on either side.",
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
