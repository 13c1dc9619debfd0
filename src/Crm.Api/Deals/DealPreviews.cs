using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Clients;

namespace Crm.Api.Deals;

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

/// <summary>Answers the dry run of a command on a deal.</summary>
public sealed class DealPreviews(DealAnswers answers, DocumentClients clients, ProblemRenderer problems)
    : IPreviewRenderer
{
    /// <summary>A refusal of the domain that is a conflict is an answer; all others are problems as ever.</summary>
    public async Task<IResult> Render(HttpContext http, CommandOutcome.Previewed preview)
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
                    EventData.Of(one, seesCosts, await clients.Sees(viewer, one, null, ct))
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
