using System.Text.Json.Serialization;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Processes;

namespace Crm.Domain.Interactions;

/// <summary>State of an interaction: <c>planned</c>, <c>held</c> or <c>withdrawn</c>.</summary>
[JsonConverter(typeof(CamelCase<InteractionStatus>))]
public enum InteractionStatus
{
    Planned,
    Held,
    Withdrawn,
}

/// <summary>What is recorded of an interaction.</summary>
/// <param name="OccurredAt">When it took place; of a planned one, when it is to take place.</param>
/// <param name="DurationMinutes">Null: unknown.</param>
/// <param name="Outcome">What came of it; null: nothing is noted.</param>
public sealed record InteractionContent(
    InteractionKind Kind,
    Direction? Direction,
    Personal? Subject,
    Personal Description,
    ImmutableArray<Counterpart> With,
    DateTimeOffset OccurredAt,
    int? DurationMinutes = null,
    Personal? Outcome = null
)
{
    /// <summary>Colleagues who took part.</summary>
    [JsonIgnore]
    public IEnumerable<UserId> Colleagues => With.Select(one => one.User).OfType<UserId>();

    public IEnumerable<Fault> Faults(InteractionStatus status, DateTimeOffset now)
    {
        if (status == InteractionStatus.Held && OccurredAt > now + Clocks.Tolerance)
            yield return new("/occurredAt", "date.future", $"not after {now}");
        if (status == InteractionStatus.Planned && Kind == InteractionKind.Note)
            yield return new("/kind", "interaction.note_planned", "call, meeting, email, sms or messenger");
        if (DurationMinutes is < 0 or > RecordInteraction.MostMinutes)
            yield return new("/durationMinutes", "duration.out_of_range", $"0 to {RecordInteraction.MostMinutes}");
    }

    /// <summary>
    /// This content with texts that are equal to those before replaced by them: an unchanged text keeps its seal. Null: nothing differs.
    /// </summary>
    public InteractionContent? ChangedFrom(InteractionContent before)
    {
        var after = this with
        {
            Subject = Kept(before.Subject, Subject),
            Description = Kept(before.Description, Description)!,
            Outcome = Kept(before.Outcome, Outcome),
            With = SameWith(before.With) ? before.With : With,
        };
        return after == before ? null : after;
    }

    /// <summary>The deal's part of a held interaction that comes to it.</summary>
    internal RecordInteraction OnDeal(InteractionId id, UserId? by) =>
        new(id, Kind, Direction, Subject, Description, With)
        {
            OccurredAt = OccurredAt,
            DurationMinutes = DurationMinutes,
            Outcome = Outcome,
            By = by,
        };

    /// <summary>The first event of a deal that is opened from a held interaction, without business time.</summary>
    public InteractionRecorded FirstContact(InteractionId id, UserId? by) =>
        new(id, Kind, Direction, Subject, Description, With, IsEvidence: true)
        {
            OccurredAt = OccurredAt,
            DurationMinutes = DurationMinutes,
            Outcome = Outcome,
            By = by,
        };

    /// <summary>Names of the members that evidence is judged by and that differ.</summary>
    public ImmutableArray<string> EvidenceChanges(InteractionContent before) =>
        [
            .. Kind != before.Kind ? ["kind"] : Array.Empty<string>(),
            .. Direction != before.Direction ? ["direction"] : Array.Empty<string>(),
            .. OccurredAt != before.OccurredAt ? ["occurredAt"] : Array.Empty<string>(),
        ];

    private bool SameWith(ImmutableArray<Counterpart> before) =>
        before.Length == With.Length
        && before
            .Zip(With)
            .All(pair =>
                pair.First.Contact == pair.Second.Contact
                && pair.First.User == pair.Second.User
                && pair.First.Name?.Text == pair.Second.Name?.Text
            );

    private static Personal? Kept(Personal? before, Personal? after) =>
        after?.SameText(before) == true ? before : after;
}
