using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Moves a running deal to a newer version of its kind.</summary>
/// <param name="Version">Number of a published version newer than the deal's present one.</param>
/// <param name="Stages">Mapping of old stage codes to new ones; a stage that keeps its code may be omitted.</param>
public sealed record ChangeKindVersionBody(
    int Version,
    IReadOnlyDictionary<string, string>? Stages = null,
    [SeveralLines] string? Reason = null,
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
                        "Deals change their version only by this operation. Open tasks that the new version "
                        + "has in the deal's stage stay open, others are withdrawn, and missing ones are "
                        + "raised; a preview (`POST /previews`) shows which.",
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
        var stages = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (from, to) in body.Stages ?? new Dictionary<string, string>())
            stages = stages.ContainsKey(Identifiers.Normalize(from))
                ? throw ProblemException.Member($"/stages/{from}", "member.twice", "each stage once")
                : stages.Add(Identifiers.Normalize(from), Identifiers.Normalize(to));
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
