using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Api.Clients;

namespace Crm.Api.Deals;

/// <summary>An event that the command would record.</summary>
/// <param name="Type">Stored name of the event, such as <c>deal_opened</c>.</param>
/// <param name="Data">
/// Content of the event as it would be stored, without salts and digests. Generated ids differ from one preview to the next.
/// </param>
public sealed record DryFact(string Type, JsonNode? Data);

/// <summary>Preview of a command. Nothing is written: no event, refusal, idempotency key, number or message.</summary>
/// <param name="Allowed"><c>false</c> when the command would be refused with 409.</param>
/// <param name="Code">Problem code of the refusal; null when the command is allowed.</param>
/// <param name="Blockers">Conditions that the refusal would report, each with the call that would satisfy it.</param>
/// <param name="Facts">Events that would be recorded, in order; empty when the command is refused or already satisfied.</param>
/// <param name="Deal">
/// The deal after the command; its present state when the command is refused; null when the deal would not be opened.
/// </param>
public sealed record DryRunAnswer(
    bool Allowed,
    string? Code,
    IReadOnlyList<ProblemBlocker> Blockers,
    IReadOnlyList<DryFact> Facts,
    DealAnswer? Deal
)
{
    /// <summary>What the command would warn of; absent when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Warning>? Warnings { get; init; }
}

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
        if (
            preview.Rejection is null
            && PrintWarnings.Of(preview.Result?.Events ?? [], viewer.Language) is { } warnings
        )
            body["warnings"] = JsonSerializer.SerializeToNode(warnings, Wire.Json);
        return Reply.Ok(JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json));
    }

    private ProblemBlocker[] Blockers(Rejection? rejection, string language) =>
        rejection?.Blockers.Select(blocker => problems.Blocker(blocker, language)).ToArray() ?? [];
}
