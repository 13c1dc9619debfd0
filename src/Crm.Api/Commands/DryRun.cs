using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Clients;
using Crm.Api.Deals;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Crm.Api.Commands;

/// <summary>An event that a command would write.</summary>
/// <param name="Type">Its stored name.</param>
/// <param name="Data">The event as it would be stored, without salts and digests; ids in it are made anew each time.</param>
public sealed record DryFact(string Type, JsonNode? Data);

/// <summary>What a command would do. Nothing of it is written: no event, refusal, key, number or message.</summary>
/// <param name="Allowed">False: the command would be refused with 409 for what blockers say.</param>
/// <param name="Code">The code of that refusal.</param>
/// <param name="Facts">What would be written, in order; none when it is refused or already holds.</param>
/// <param name="Deal">The deal as it would be; as it is when it is refused; null when it is not opened at all.</param>
public sealed record DryRunAnswer(
    bool Allowed,
    string? Code,
    IReadOnlyList<ProblemBlocker> Blockers,
    IReadOnlyList<DryFact> Facts,
    DealAnswer? Deal
);

/// <summary>
/// <c>dryRun=true</c> on every command of a deal: same authorization, If-Match and validation, and an answer instead of a commit.
/// </summary>
public sealed class DryRuns(DealAnswers answers, DocumentClients clients, Problems problems)
{
    private static readonly Param Parameter = new(
        "dryRun",
        "boolean",
        "true: says what would happen (200, `Crm-Dry-Run: true`) and writes nothing; an Idempotency-Key is neither needed nor used."
    );

    public static bool Wanted(HttpContext http) => Query.Flag(http, Parameter.Name);

    /// <summary>Commands on a deal or its proposals, and the opening: every command on a deal's stream takes the parameter.</summary>
    public static void Offer(RouteGroupBuilder api) =>
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            if (
                endpoint is not RouteEndpointBuilder { RoutePattern: { } pattern }
                || endpoint.Metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Contains("GET"))
            )
                return;
            var opens = pattern.RawText?.TrimEnd('/').EndsWith("/deals", StringComparison.Ordinal) == true;
            if (!opens && pattern.GetParameter("dealId") is null && pattern.GetParameter("proposalId") is null)
                return;
            for (var i = 0; i < endpoint.Metadata.Count; i++)
                if (endpoint.Metadata[i] is Operation operation)
                    endpoint.Metadata[i] = operation with { Query = [.. operation.Query, Parameter] };
            endpoint.Metadata.Add(new OtherAnswer(typeof(DryRunAnswer)));
        });

    /// <summary>A refusal of the domain that is a conflict is an answer; all others are problems as ever.</summary>
    public async Task<IResult> Answer(HttpContext http, CommandOutcome.Previewed preview)
    {
        if (preview.Rejection is { Kind: not RejectionKind.Conflict } refused)
            return problems.Answer(http, refused);
        var (viewer, ct) = (http.Viewer(), http.RequestAborted);
        var seesCosts = viewer.Caller.Grants.Has(Permissions.CostSee);
        List<DryFact> events = [];
        foreach (var one in preview.Rejection is null && preview.Result is { } made ? made.Events : [])
            events.Add(
                new(
                    EventCatalogue.Of(one.GetType()).Name,
                    FactData.Of(one, seesCosts, await clients.Sees(viewer, one, null, ct))
                )
            );
        var deal = (preview.Result as DealResult)?.Deal;
        http.Response.Headers["Crm-Dry-Run"] = "true";
        var body = new JsonObject
        {
            ["allowed"] = preview.Rejection is null,
            ["code"] = preview.Rejection?.Code,
            ["blockers"] = JsonSerializer.SerializeToNode(Blockers(preview.Rejection, viewer.Language), Wire.Json),
            ["facts"] = JsonSerializer.SerializeToNode(events, Wire.Json),
            ["deal"] = deal is null ? null : JsonNode.Parse((await answers.Of(viewer, deal, ct)).Body),
        };
        return Reply.Ok(JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json));
    }

    private ProblemBlocker[] Blockers(Rejection? rejection, string language) =>
        rejection?.Blockers.Select(blocker => problems.Blocker(blocker, language)).ToArray() ?? [];
}
