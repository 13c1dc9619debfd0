namespace Crm.Domain.Reminders;

/// <summary>The members of a timing that a merge patch has, each with whether it was given.</summary>
/// <param name="Zone">Null: stays.</param>
public sealed record TimingPatch(
    bool AtGiven,
    DateTimeOffset? At,
    bool BeforeGiven,
    DueTie? Before,
    bool RepeatGiven,
    string? Repeat,
    TimeZoneInfo? Zone
)
{
    /// <summary>The whole timing. A new instant ends a tie, a new tie ends instant and rule.</summary>
    public (WantedTiming? Wanted, Fault? Fault) Over(Reminder reminder)
    {
        var stored = reminder.Timing;
        var before =
            BeforeGiven ? Before
            : At is null ? stored.Before
            : null;
        var at =
            AtGiven ? At
            : Before is null ? stored.At
            : null;
        var repeat =
            RepeatGiven ? Repeat
            : before is null ? stored.Repeat
            : null;
        return (at, before, repeat) switch
        {
            (null, null, _) => (null, new("/at", "member.required", "at or before")),
            (not null, not null, _) => (null, new("/before", "member.conflict", "at or before")),
            (_, not null, not null) => (null, new("/repeat", "member.conflict", "at with repeat, or before")),
            _ => (new(new(at, repeat, before), Zone ?? reminder.Zone), null),
        };
    }
}

/// <summary>Changes text or timing of a reminder. Another timing begins anew, also after the reminder was done.</summary>
/// <param name="Text">Null: stays.</param>
public sealed record EditReminder(Personal? Text, TimingPatch Patch)
{
    public Decision Decide(Reminder reminder, TimingContext context)
    {
        var (wanted, conflict) = Patch.Over(reminder);
        if (conflict is not null)
            return Rejection.Invalid(conflict);
        List<DomainEvent> events = [];
        ImmutableArray<Warning> warnings = [];
        if (Text is not null && !Text.SameText(reminder.Text))
            events.Add(new ReminderTextChanged(Text) { HappenedAt = context.Now });
        if (wanted!.Timing != reminder.Timing || wanted.Zone.Id != reminder.TimeZone)
        {
            var judged = wanted.Judge(context);
            if (judged.Fault is { } fault)
                return Rejection.Invalid(fault);
            warnings = judged.Warnings;
            events.Add(
                new ReminderTimingChanged(wanted.Timing, wanted.Zone.Id, judged.First)
                {
                    HappenedAt = context.Now,
                    DueAt = judged.DueAt,
                }
            );
        }

        return Decision.Accept(events) with
        {
            Warnings = warnings,
        };
    }
}
