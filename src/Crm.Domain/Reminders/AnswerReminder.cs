namespace Crm.Domain.Reminders;

/// <summary>Puts a firing off.</summary>
/// <param name="Pointer">The member that gave the instant.</param>
public sealed record SnoozeReminder(DateTimeOffset Until, string Pointer)
{
    public Decision Decide(Reminder reminder, DateTimeOffset now)
    {
        if (reminder is { Firing: null, SnoozedUntil: null })
            return Rejection.Conflict(
                "reminder.not_due",
                new Blocker(
                    "reminder.not_due",
                    $"reminder:{reminder.Id}",
                    Phrase.Word(ReminderStatus.Due),
                    Phrase.Word(reminder.Status),
                    new Fix.EditReminder(reminder.Id)
                )
            );
        if (reminder.SnoozedUntil == Until)
            return Decision.AlreadySatisfied;
        if (Until <= now)
            return Rejection.Invalid(Pointer, "time.past", $"later than {now}");
        if (Until > now.AddYears(1))
            return Rejection.Invalid(Pointer, "time.too_far", "at most a year ahead");
        return Decision.Accept(new ReminderSnoozed(Until) { HappenedAt = now });
    }
}

/// <summary>
/// Dismisses a firing, or one that is snoozed. A reminder that fires once and has not fired yet is ended by it.
/// </summary>
/// <param name="Series">The reminder fires no more, whatever its rule or due date.</param>
public sealed record DismissReminder(bool Series)
{
    public Decision Decide(Reminder reminder, DateTimeOffset now)
    {
        if (reminder.EndReason == ReminderEnds.Dismissed)
            return Decision.AlreadySatisfied;
        var isShown = reminder is not { Firing: null, SnoozedUntil: null };
        var ends = Series || !isShown && reminder is { NextAt: not null, Timing.Repeat: null };
        return isShown || ends
            ? Decision.Accept(new ReminderDismissed(ends) { HappenedAt = now })
            : Decision.AlreadySatisfied;
    }
}
