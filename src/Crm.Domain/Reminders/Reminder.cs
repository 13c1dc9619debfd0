using System.Text.Json.Serialization;

namespace Crm.Domain.Reminders;

/// <summary>State of a reminder: <c>scheduled</c>, <c>due</c> (fired and neither snoozed nor dismissed) or <c>done</c>.</summary>
[JsonConverter(typeof(CamelCase<ReminderStatus>))]
public enum ReminderStatus
{
    Scheduled,
    Due,
    Done,
}

/// <summary>Why a reminder is done, or why an occurrence was passed over.</summary>
public static class ReminderEnds
{
    public const string Dismissed = "dismissed";
    public const string SubjectFinished = "subject.finished";
    public const string DealClosed = "deal.closed";
    public const string SubjectNotVisible = "subject.not_visible";
    public const string UserInactive = "user.inactive";

    public static ImmutableArray<string> All { get; } =
    [Dismissed, SubjectFinished, DealClosed, SubjectNotVisible, UserInactive];
}

/// <summary>A firing that its owner has neither snoozed nor dismissed.</summary>
/// <param name="PlannedFor">The latest instant that it stands for.</param>
/// <param name="Occurrences">The occurrences that it stands for; 0: it was snoozed.</param>
public sealed record Firing(DateTimeOffset At, DateTimeOffset PlannedFor, int Occurrences);

/// <summary>A reminder of a user.</summary>
public sealed record Reminder(ReminderId Id, UserId Owner, Personal Text, ReminderTiming Timing, string TimeZone)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DealId? Deal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientId? Client { get; init; }

    /// <summary>The next instant by the timing; null: none is left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextOccurrence { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SnoozedUntil { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Firing? Firing { get; init; }

    /// <summary>The due date that <see cref="NextOccurrence"/> was computed from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The due date that it last fired for, or was passed over for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SettledDueAt { get; init; }

    /// <summary>One of <see cref="ReminderEnds"/>; null while it is not done, and after its last firing was dismissed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndReason { get; init; }

    /// <summary>When it fires next; null: not unless something changes.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextAt =>
        SnoozedUntil < NextOccurrence || NextOccurrence is null ? SnoozedUntil : NextOccurrence;

    [JsonIgnore]
    public ReminderStatus Status =>
        Firing is not null ? ReminderStatus.Due
        : NextAt is not null ? ReminderStatus.Scheduled
        : ReminderStatus.Done;

    /// <summary>The task whose due date it goes by; null: none, or it was ended for good.</summary>
    [JsonIgnore]
    public DueTie? LiveTie => EndReason == ReminderEnds.Dismissed ? null : Timing.Before;

    [JsonIgnore]
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>Folds one event; total.</summary>
    public static Reminder? Evolve(Reminder? before, ReminderId id, DomainEvent domainEvent) =>
        domainEvent is ReminderSet set
            ? new(id, set.Owner, set.Text, set.Timing, set.TimeZone)
            {
                Deal = set.Deal,
                Client = set.Client,
                NextOccurrence = set.NextAt,
                DueAt = set.DueAt,
            }
            : before?.After(domainEvent);

    private Reminder After(DomainEvent domainEvent) =>
        domainEvent switch
        {
            ReminderTextChanged f => this with { Text = f.Text },
            ReminderTimingChanged f => Awaiting(f.NextAt, f.DueAt) with
            {
                Timing = f.Timing,
                TimeZone = f.TimeZone,
                SettledDueAt = null,
                Firing = null,
                SnoozedUntil = null,
            },
            ReminderMoved f => Awaiting(f.NextAt, f.DueAt),
            ReminderRevived f => Awaiting(f.NextAt, f.DueAt),
            ReminderFired f => Settled(f.NextAt, f.DueAt) with
            {
                Firing = new(f.HappenedAt, f.PlannedFor, f.Occurrences),
                EndReason = null,
            },
            ReminderPassedOver f => Settled(f.NextAt, f.DueAt) with { EndReason = f.NextAt is null ? f.Reason : null },
            ReminderSnoozed f => this with { Firing = null, SnoozedUntil = f.Until },
            ReminderDismissed { Series: true } => Ended(ReminderEnds.Dismissed),
            ReminderDismissed => this with { Firing = null, SnoozedUntil = null },
            ReminderEnded f => Ended(f.Reason),
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that reminders do not handle"
            ),
        };

    private Reminder Awaiting(DateTimeOffset? next, DateTimeOffset? due) =>
        this with
        {
            NextOccurrence = next,
            DueAt = due,
            EndReason = null,
        };

    private Reminder Settled(DateTimeOffset? next, DateTimeOffset? due) =>
        this with
        {
            NextOccurrence = next,
            SnoozedUntil = null,
            DueAt = due ?? DueAt,
            SettledDueAt = due ?? SettledDueAt,
        };

    private Reminder Ended(string reason) =>
        this with
        {
            NextOccurrence = null,
            SnoozedUntil = null,
            Firing = null,
            EndReason = reason,
        };
}
