using System.Text.Json.Serialization;

namespace Crm.Domain.Assignments;

/// <summary>An assignment was given to a user, or to a role of which the first member to accept has it.</summary>
/// <param name="Assignee">Null: given to the role.</param>
/// <param name="Author">Who gave it; null: a key without a user.</param>
public sealed record AssignmentGiven(
    Personal Title,
    Personal? Text,
    Importance Importance,
    UserId? Assignee,
    string? Role,
    UserId? Author
) : DomainEvent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DealId? Deal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientId? Client { get; init; }

    /// <summary>The interaction that it follows from, such as a call for an absent colleague.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InteractionId? Interaction { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DueDate? Due { get; init; }

    /// <summary>Who confirms the result; null: completing ends the assignment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? Reviewer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DueDate? ReviewDue { get; init; }
}

/// <summary>A due date.</summary>
/// <param name="At">The instant; of a day its end.</param>
/// <param name="Timed">It was in the future when it was recorded, so a timer records when it has passed.</param>
public sealed record DueDate(DateTimeOffset At, bool Timed)
{
    /// <summary>The day of which <see cref="At"/> is the end in the assignee's time zone; null: an exact instant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? On { get; init; }

    /// <summary>The end of the same day in another time zone; an exact instant stays.</summary>
    public DueDate In(TimeZoneInfo zone, DateTimeOffset now) =>
        On is { } day && EndOf(day, zone) is var end && end != At ? this with { At = end, Timed = end > now } : this;

    public static DueDate OfDay(DateOnly day, TimeZoneInfo zone, DateTimeOffset now) =>
        new(EndOf(day, zone), EndOf(day, zone) > now) { On = day };

    public static DueDate OfInstant(DateTimeOffset at, DateTimeOffset now) => new(at, at > now);

    private static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new TimeOnly(23, 59, 59));
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>The assignee took the assignment on.</summary>
/// <param name="By">The assignee; of an assignment to a role its first member to accept.</param>
public sealed record AssignmentAccepted(UserId By) : DomainEvent;

/// <summary>The assignee refused the assignment.</summary>
public sealed record AssignmentDeclined(Personal Reason) : DomainEvent;

/// <summary>The assignment was given to another user.</summary>
public sealed record AssignmentRedirected(UserId Assignee, Personal? Reason) : DomainEvent
{
    /// <summary>The due date in the time zone of the new assignee; null: unchanged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DueDate? Due { get; init; }
}

/// <summary>The assignee completed the assignment; with a reviewer it now awaits review.</summary>
public sealed record AssignmentCompleted(Personal? Result) : DomainEvent;

/// <summary>The reviewer returned the assignment for rework.</summary>
public sealed record AssignmentReturned(Personal Reason) : DomainEvent;

/// <summary>The reviewer confirmed the result.</summary>
public sealed record AssignmentConfirmed : DomainEvent;

/// <summary>The assignment was cancelled.</summary>
public sealed record AssignmentCancelled(Personal Reason) : DomainEvent;

/// <summary>The assignment got a later or earlier due date. The first one stays known.</summary>
public sealed record AssignmentPostponed(DueDate Due, Personal Reason) : DomainEvent;

/// <summary>Title, text, importance or review were changed; contains all their values.</summary>
public sealed record AssignmentEdited(Personal Title, Personal? Text, Importance Importance) : DomainEvent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? Reviewer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DueDate? ReviewDue { get; init; }
}

/// <summary>A due date has passed: that of the work, or that of the review while it awaits review.</summary>
public sealed record AssignmentOverdue(bool Review) : DomainEvent, IAuditOnly;
