using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Activities;

/// <summary>
/// Records a contact with the client. On a closed deal it is history only, never evidence. When it took place is an attribute: it may
/// lie before the deal's opening and needs no right to back-date. What it proves goes by the time of the event (product.md, section 4).
/// </summary>
public sealed record RecordInteraction(
    InteractionId Id,
    InteractionKind Kind,
    Direction? Direction,
    Personal? Subject,
    Personal Description,
    ImmutableArray<Counterpart> With
) : DealCommand
{
    /// <summary>A day.</summary>
    public const int MostMinutes = 24 * 60;

    /// <summary>Null: at the time of the event.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Null: unknown.</summary>
    public int? DurationMinutes { get; init; }

    public Personal? Outcome { get; init; }

    /// <summary>The user who recorded it; null: a key without a user.</summary>
    public UserId? By { get; init; }

    /// <summary>When its record last changed, for one that is linked to the deal: it cannot belong to the deal before that.</summary>
    public DateTimeOffset? Since { get; init; }

    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Knows(new("interaction_recorded", Id.Value)) ? Rejection.Conflict("id.taken")
        : OccurredAt > at.Context.Now + Clocks.Tolerance
            ? Rejection.Invalid("/occurredAt", "date.future", $"not after {at.Context.Now}")
        : DurationMinutes is < 0 or > MostMinutes
            ? Rejection.Invalid("/durationMinutes", "duration.out_of_range", $"0 to {MostMinutes}")
        : Clocks.Referring(at, Since ?? at.Deal.Marks.OpenedAt, InteractionEvidence.LastVoid(at, Id)) is { } early
            ? early
        : Decision.Accept(
            new InteractionRecorded(Id, Kind, Direction, Subject, Description, With, IsEvidence: at.Deal.IsOpen)
            {
                OccurredAt = OccurredAt,
                DurationMinutes = DurationMinutes,
                Outcome = Outcome,
                By = By,
            }
        );
}
