using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Where to.</summary>
/// <param name="Version">A newer published version of the deal's kind.</param>
/// <param name="Stages">Old codes of stages to new ones; a stage that keeps its code need not be named.</param>
public sealed record ChangeKindVersionBody(
    int Version,
    IReadOnlyDictionary<string, string>? Stages = null,
    string? Reason = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/change-kind-version.</summary>
public static class ChangeKindVersionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/change-kind-version", Post)
            .Operation(
                new("changeKindVersion")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Move a deal to a newer version of its kind",
                    Description =
                        "Nothing else ever does. Open tasks that the new version knows in the deal's stage stay open, "
                        + "others are withdrawn, missing ones are raised; dryRun=true says what it would do first.",
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "deal.not_found",
                        "deal.closed",
                        "kind_version.not_newer",
                        "stage.unmapped",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(
                new ChangeKindVersionBody(
                    2,
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["presentation"] = "demo" },
                    "Новый порядок продаж"
                )
            )
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, Kinds kinds)
    {
        var body = await Body.Read<ChangeKindVersionBody>(http);
        var reason = TextValidation.PersonalOrNull(body.Reason, "/reason");
        if (body.Stages?.Count > 200)
            throw ProblemException.Member("/stages", "member.too_many", "at most 200");
        var stages = (body.Stages ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(
            StringComparer.Ordinal
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                deal => new ChangeKindVersion(kinds.Registry.Process(deal.Process.Code, body.Version), stages, reason),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
