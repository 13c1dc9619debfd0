using System.Text.Json.Serialization;

namespace Crm.Domain.Reminders;

/// <summary>A reminder was set. <c>NextAt</c> is its first instant, so that a fold needs no rule.</summary>
public sealed record ReminderSet(
    UserId Owner,
    Personal Text,
    ReminderTiming Timing,
    string TimeZone,
    DateTimeOffset NextAt
) : DomainEvent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DealId? Deal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientId? Client { get; init; }

    /// <summary>The due date that <c>NextAt</c> was computed from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>The text of a reminder was changed.</summary>
public sealed record ReminderTextChanged(Personal Text) : DomainEvent;

/// <summary>A reminder got another time or rule. What it showed or had snoozed is over.</summary>
public sealed record ReminderTimingChanged(ReminderTiming Timing, string TimeZone, DateTimeOffset NextAt) : DomainEvent
{
    /// <summary>The due date that <c>NextAt</c> was computed from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>The due date that a reminder goes by has moved.</summary>
/// <param name="NextAt">Null: it has fired for this due date already.</param>
public sealed record ReminderMoved(DateTimeOffset DueAt, DateTimeOffset? NextAt) : DomainEvent;

/// <summary>A reminder fired.</summary>
/// <param name="PlannedFor">The latest instant that the firing stands for.</param>
/// <param name="Occurrences">How many occurrences it stands for: more than one after the server was down; 0 after a snooze.</param>
/// <param name="NextAt">The next occurrence; null: none is left.</param>
public sealed record ReminderFired(DateTimeOffset PlannedFor, int Occurrences, DateTimeOffset? NextAt) : DomainEvent
{
    /// <summary>The due date that it fired for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A reminder was due and was not shown.</summary>
/// <param name="Reason">One of <see cref="ReminderEnds"/>.</param>
public sealed record ReminderPassedOver(
    DateTimeOffset PlannedFor,
    int Occurrences,
    DateTimeOffset? NextAt,
    string Reason
) : DomainEvent
{
    /// <summary>The due date that it was due for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A firing was put off; the reminder fires again at this instant.</summary>
public sealed record ReminderSnoozed(DateTimeOffset Until) : DomainEvent;

/// <summary>A firing was dismissed.</summary>
/// <param name="Series">The reminder fires no more.</param>
public sealed record ReminderDismissed(bool Series) : DomainEvent;

/// <summary>What the reminder is tied to is finished.</summary>
/// <param name="Reason">One of <see cref="ReminderEnds"/>.</param>
public sealed record ReminderEnded(string Reason) : DomainEvent;

/// <summary>What an ended reminder is tied to is open again.</summary>
/// <param name="NextAt">Null: it has fired for this due date already.</param>
public sealed record ReminderRevived(DateTimeOffset DueAt, DateTimeOffset? NextAt) : DomainEvent;
