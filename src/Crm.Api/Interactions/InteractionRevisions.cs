using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Interactions;

namespace Crm.Api.Interactions;

/// <summary>
/// What became of the interactions of a deal: those that were taken off it are left out, and corrected ones say what their own streams
/// say, in frozen answers as it was known then.
/// </summary>
public sealed class InteractionRevisions(DealReader deals, EventQuery events) : IPartRevisions
{
    public async ValueTask<Func<EventRow, bool>> Counting(DealAt at, CancellationToken ct)
    {
        Dictionary<InteractionId, long> detached = [];
        await foreach (var e in deals.Events<InteractionDetached>(at, 0, ct))
            detached[((InteractionDetached)e.Data).Interaction] = e.Version;
        return e => e.Version > detached.GetValueOrDefault(((InteractionRecorded)e.Data).Interaction);
    }

    public async ValueTask<IReadOnlyList<EventRow>> Revise(
        DealAt at,
        IReadOnlyList<EventRow> made,
        CancellationToken ct
    )
    {
        var own = await events.ReadAll(
            [.. made.Select(e => ((InteractionRecorded)e.Data).Interaction.Value)],
            at.KnownAt,
            ct
        );
        return
        [
            .. made.Select(e => Revise(e, own[((InteractionRecorded)e.Data).Interaction.Value].Where(at.Includes))),
        ];
    }

    private static EventRow Revise(EventRow made, IEnumerable<EventRow> own)
    {
        var recorded = (InteractionRecorded)made.Data;
        var now = own.Aggregate(
            (Interaction?)null,
            (before, e) => Interaction.Evolve(before, recorded.Interaction, e.Data)
        );
        return now is not { Content: var content }
            ? made
            : made with
            {
                Data = recorded with
                {
                    Kind = content.Kind,
                    Direction = content.Direction,
                    Subject = content.Subject,
                    Description = content.Description,
                    With = content.With,
                    OccurredAt = content.OccurredAt,
                    DurationMinutes = content.DurationMinutes,
                    Outcome = content.Outcome,
                },
            };
    }
}
