using System.Globalization;
using Crm.Api.Paging;
using Crm.Domain.Deals.Lifecycle;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.Deals;

/// <summary>One stay of a deal in a stage.</summary>
/// <param name="Move">How the deal entered the stage.</param>
/// <param name="EnteredAt">Time at which the deal entered the stage.</param>
/// <param name="LeftAt">Time at which the deal left the stage; null while it is in the stage.</param>
/// <param name="LeftBy">How the deal left the stage; null while it is in the stage.</param>
/// <param name="Days">Days in the stage, two decimals; up to the present while the deal is in the stage.</param>
/// <param name="AmountAtEntry">Expected amount when the deal entered the stage; null when unknown.</param>
/// <param name="MovedBy">Name of the user who moved the deal; null when none is recorded.</param>
/// <param name="Reason">Reason given for the move; null when there is none.</param>
/// <param name="Cause">What caused the move; null when a command made it directly.</param>
public sealed record StageVisitAnswer(
    string Code,
    string Title,
    StageMove Move,
    DateTimeOffset EnteredAt,
    DateTimeOffset? LeftAt,
    StageExit? LeftBy,
    decimal Days,
    Money? AmountAtEntry,
    string? MovedBy,
    string? Reason,
    Cause? Cause
);

/// <summary>GET /deals/{dealId}/stages.</summary>
public static class StagesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals/{dealId:guid}/stages", Get)
            .Operation(
                new("listStageVisits")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "List stage visits",
                    Description = "All stays of the deal in stages; repeated visits to a stage are listed separately.",
                    Query = [.. Param.Page, Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<StageVisitAnswer>();

    private static async Task<IResult> Get(
        Guid dealId,
        HttpContext http,
        DealReader deals,
        KindRegistry kinds,
        KnownNames names,
        CursorSeal cursors,
        TimeProvider clock
    )
    {
        var (asOf, language) = (Query.Instant(http, "asOf"), Language.Of(http));
        var (all, found) = await StageVisits.Of(dealId, deals.Events(http, dealId));
        var deal = found ?? throw ProblemException.NotFound("deal.not_found");
        var process = kinds.Process(deal.Kind.Code, deal.Kind.Version)!;
        var actors = names.At(Query.Instant(http, "knownAt"));
        List<StageVisitAnswer> visits = [];
        foreach (var x in all)
            visits.Add(
                new(
                    x.Stage,
                    process.Find(x.Stage)?.Title.In(language) ?? x.Stage,
                    x.Move,
                    x.Entered,
                    x.Left,
                    x.LeftBy,
                    Math.Round((decimal)((x.Left ?? asOf ?? clock.GetUtcNow()) - x.Entered).TotalDays, 2),
                    x.Amount,
                    await actors.Actor(x.Actor, http.RequestAborted),
                    x.Reason?.Text,
                    x.Cause
                )
            );
        // Visits have no ids, but a later one never comes before an earlier one: their places do as well.
        return Pages.Cut(http, cursors, visits, x => visits.IndexOf(x).ToString(CultureInfo.InvariantCulture));
    }
}
