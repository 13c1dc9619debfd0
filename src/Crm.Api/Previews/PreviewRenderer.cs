using System.Text.Json.Nodes;
using Crm.Api.Clients;
using Crm.Api.Deals;

namespace Crm.Api.Previews;

/// <summary>Answers a command that was only tried.</summary>
public sealed class PreviewRenderer(
    AnswerRenderers answers,
    DocumentClients clients,
    OtherDeals otherDeals,
    ProblemRenderer problems
) : IPreviewRenderer
{
    /// <summary>A refusal of the domain that is a conflict is an answer; all others are problems as ever.</summary>
    public async Task<IResult> Render(HttpContext http, CommandOutcome.Previewed preview)
    {
        if (preview.Rejection is { Kind: not RejectionKind.Conflict } refused)
            return problems.Answer(http, refused);
        var viewer = http.Viewer();
        if (preview.Rejection is { } rejection)
            return Reply.Ok(
                new DryRunAnswer(
                    false,
                    rejection.Code,
                    [.. rejection.Blockers.Select(one => problems.Blocker(one, viewer.Language))],
                    [],
                    null
                )
            );
        var ct = http.RequestAborted;
        var after = await answers.Render(new CommandRequest(CommandRequests.Origin(http)), preview.Result!, ct);
        List<EventPreview> events = [];
        foreach (var one in preview.Result!.Events)
            events.Add(
                new(
                    EventCatalogue.Of(one.GetType()).Name,
                    EventData
                        .Of(
                            one,
                            viewer.Caller.Grants.Has(Permissions.CostSee),
                            await clients.Sees(viewer, one, null, ct),
                            await otherDeals.SeesAll(viewer, one, ct)
                        )!
                        .AsObject()
                )
            );
        return Reply.Ok(new DryRunAnswer(true, null, [], events, JsonNode.Parse(after.Body)!.AsObject()));
    }
}
