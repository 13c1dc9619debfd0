namespace Crm.Domain.Reminders;

/// <summary>What the timer reads beside a reminder.</summary>
/// <param name="Obstacle">Why it cannot be shown, one of <see cref="ReminderEnds"/>; null: it can.</param>
/// <param name="Due">The due date that it is tied to; null: none, or what it named is gone.</param>
public sealed record ReminderStanding(string? Obstacle, DueDate? Due);

/// <summary>
/// The timer's command, for a reminder whose instant has come or whose due date may have moved. It yields one event at most, which
/// carries the next instant: however often and late it is asked, an occurrence is settled once.
/// </summary>
public static class SettleReminder
{
    /// <summary>Occurrences that one firing counts.</summary>
    private const int MostCounted = 100_000;

    private static readonly Cause ByClock = Cause.Timer("reminder.due");
    private static readonly Cause ByDueDate = Cause.Timer("reminder.due_date");

    /// <returns>Null: there is nothing to record.</returns>
    public static DomainEvent? Decide(
        Reminder reminder,
        ReminderStanding standing,
        IRecurrences recurrences,
        DateTimeOffset now
    )
    {
        if (reminder.LiveTie is { } tie)
        {
            if (standing.Due is not { IsOpen: true } due)
                return reminder.EndReason == ReminderEnds.SubjectFinished
                    ? null
                    : new ReminderEnded(ReminderEnds.SubjectFinished) { HappenedAt = now, Cause = ByDueDate };
            if (reminder.EndReason == ReminderEnds.SubjectFinished || due.At != reminder.DueAt)
                return Moved(reminder, tie.InstantOf(due, reminder.Zone), due.At, standing.Obstacle, now);
        }

        return reminder.NextAt <= now ? Due(reminder, standing.Obstacle, recurrences, now) : null;
    }

    /// <summary>A moved due date whose instant is past already is due at once, unless the reminder has fired for it.</summary>
    private static DomainEvent Moved(
        Reminder reminder,
        DateTimeOffset at,
        DateTimeOffset due,
        string? obstacle,
        DateTimeOffset now
    )
    {
        var isSettled = due == reminder.SettledDueAt;
        if (!isSettled && at <= now)
            return Settled(obstacle, at, 1, null, due, now, ByDueDate);
        DateTimeOffset? next = isSettled ? null : at;
        return reminder.EndReason == ReminderEnds.SubjectFinished
            ? new ReminderRevived(due, next) { HappenedAt = now, Cause = ByDueDate }
            : new ReminderMoved(due, next) { HappenedAt = now, Cause = ByDueDate };
    }

    private static DomainEvent Due(Reminder reminder, string? obstacle, IRecurrences recurrences, DateTimeOffset now)
    {
        // Only a snooze is over.
        if (reminder.NextOccurrence is not { } planned || planned > now)
            return Settled(obstacle, reminder.SnoozedUntil!.Value, 0, reminder.NextOccurrence, null, now, ByClock);
        var (count, next) = (1, (DateTimeOffset?)null);
        if (reminder.Timing is { Repeat: { } rule, At: { } start })
            foreach (var at in recurrences.After(rule, start, reminder.TimeZone, planned))
            {
                if (at > now || count == MostCounted)
                {
                    next = at;
                    break;
                }

                (planned, count) = (at, count + 1);
            }

        return Settled(
            obstacle,
            planned,
            count,
            next,
            reminder.Timing.Before is null ? null : reminder.DueAt,
            now,
            ByClock
        );
    }

    private static DomainEvent Settled(
        string? obstacle,
        DateTimeOffset planned,
        int occurrences,
        DateTimeOffset? next,
        DateTimeOffset? due,
        DateTimeOffset now,
        Cause cause
    ) =>
        obstacle is null
            ? new ReminderFired(planned, occurrences, next)
            {
                HappenedAt = now,
                Cause = cause,
                DueAt = due,
            }
            : new ReminderPassedOver(planned, occurrences, next, obstacle)
            {
                HappenedAt = now,
                Cause = cause,
                DueAt = due,
            };
}
