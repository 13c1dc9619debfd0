namespace Crm.Domain.Reminders;

/// <summary>What the decision on a timing reads.</summary>
/// <param name="DueOf">The due date that a tie names; null: what it names does not exist.</param>
public sealed record TimingContext(IRecurrences Recurrences, Func<DueTie, DueDate?> DueOf, DateTimeOffset Now);

/// <summary>What a timing comes to.</summary>
/// <param name="First">Its first instant, which only of a tie may be past already: such a reminder fires at once.</param>
/// <param name="DueAt">The due date that it was computed from.</param>
public sealed record JudgedTiming(DateTimeOffset First, DateTimeOffset? DueAt, ImmutableArray<Warning> Warnings)
{
    /// <summary>Why the timing is refused; null: it is not.</summary>
    public Fault? Fault { get; private init; }

    public static implicit operator JudgedTiming(Fault fault) => new(default, null, []) { Fault = fault };
}

/// <summary>Judges the timing of a new or changed reminder and finds its first instant.</summary>
/// <param name="Timing">Its own form was checked: an instant, or a tie without a rule.</param>
/// <param name="AtPointer">The member that gave the instant.</param>
public sealed record WantedTiming(ReminderTiming Timing, TimeZoneInfo Zone, string AtPointer = "/at")
{
    public JudgedTiming Judge(TimingContext context) =>
        Timing switch
        {
            { Before: { } tie } => Tied(tie, context.DueOf(tie)),
            { At: { } at, Repeat: { } rule } => Repeated(rule, at, context),
            _ => Once(Timing.At!.Value, context.Now),
        };

    private JudgedTiming Tied(DueTie tie, DueDate? due) =>
        due is null ? new Fault("/before/taskId", "task.not_found", "a task of the deal")
        : !due.IsOpen ? new Fault("/before/taskId", "task.not_open", "an open task of the deal")
        : new JudgedTiming(tie.InstantOf(due, Zone), due.At, []);

    private JudgedTiming Once(DateTimeOffset at, DateTimeOffset now) =>
        at <= now ? new Fault(AtPointer, "time.past", $"later than {now}") : new JudgedTiming(at, null, []);

    private JudgedTiming Repeated(string rule, DateTimeOffset start, TimingContext context)
    {
        var now = context.Now;
        if (RepeatRule.Check(rule, "/repeat") is { } fault)
            return fault;
        if (start < now.AddYears(-RepeatRule.MostYearsBack))
            return new Fault(AtPointer, "time.too_far", $"at most {RepeatRule.MostYearsBack} years back");
        if (start > now.AddYears(RepeatRule.YearsAhead))
            return Never;
        var ahead = context.Recurrences.After(rule, start, Zone.Id, now);
        if (ahead.Take(1).ToArray() is not [var first] || first > now.AddYears(RepeatRule.YearsAhead))
            return Never;
        var missing = RepeatGaps.Of(rule, Zone, ahead);
        return new(
            first,
            null,
            missing.IsEmpty ? [] : [new Warning("repeat.leaves_out", "/repeat", string.Join(", ", missing))]
        );
    }

    private static Fault Never =>
        new("/repeat", "repeat.never_occurs", $"an occurrence within {RepeatRule.YearsAhead} years");
}

/// <summary>Sets a reminder.</summary>
/// <param name="Draft">Its first event, without the instant that the timing comes to.</param>
public sealed record SetReminder(ReminderSet Draft, WantedTiming Wanted)
{
    /// <param name="unseen">Why its owner cannot have it about this deal or client; null: they can.</param>
    public Decision Decide(Fault? unseen, TimingContext context)
    {
        if (unseen is not null)
            return Rejection.Invalid(unseen);
        var judged = Wanted.Judge(context);
        if (judged.Fault is { } fault)
            return Rejection.Invalid(fault);
        return Decision.Accept(Draft with { NextAt = judged.First, DueAt = judged.DueAt }) with
        {
            Warnings = judged.Warnings,
        };
    }
}
