using System.Text.Json.Serialization;

namespace Crm.Domain.Assignments;

/// <summary>An assignment (задание): a task that one person gives another by hand.</summary>
/// <param name="Assignee">Null: open to the role, none of whose members has accepted it.</param>
/// <param name="Role">The role it was given to; null: a user.</param>
/// <param name="Author">Who gave it; null: a key without a user.</param>
public sealed record Assignment(
    AssignmentId Id,
    AssignmentStatus Status,
    Personal Title,
    Personal? Text,
    Importance Importance,
    UserId? Assignee,
    string? Role,
    UserId? Author,
    DateTimeOffset GivenAt
)
{
    public DealId? Deal { get; init; }
    public ClientId? Client { get; init; }

    /// <summary>The interaction that it follows from; null: none.</summary>
    public InteractionId? Interaction { get; init; }
    public DueDate? Due { get; init; }

    /// <summary>The due date before all postponements; null: it never had one.</summary>
    public DateTimeOffset? FirstDueAt { get; init; }

    /// <summary>How often the due date was moved.</summary>
    public int Postponed { get; init; }

    /// <summary>That the present due date of the work has passed is recorded.</summary>
    public bool Overdue { get; init; }
    public UserId? Reviewer { get; init; }
    public DueDate? ReviewDue { get; init; }
    public bool ReviewOverdue { get; init; }

    /// <summary>How often the reviewer returned it for rework.</summary>
    public int Returned { get; init; }
    public Personal? Result { get; init; }

    /// <summary>Why it was last declined, redirected, returned, postponed or cancelled; null: no reason was given.</summary>
    public Personal? Reason { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When the assignee completed it last.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it ended: completed, confirmed, declined or cancelled.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Somebody still has to do something.</summary>
    [JsonIgnore]
    public bool IsOpen =>
        Status is AssignmentStatus.Given or AssignmentStatus.Accepted or AssignmentStatus.AwaitsReview;

    /// <summary>The role whose members see it and may accept it; null: nobody may, or its assignee is known.</summary>
    [JsonIgnore]
    public string? OpenTo => IsOpen && Assignee is null ? Role : null;

    /// <summary>Due date of the next step: of the review while it awaits review.</summary>
    [JsonIgnore]
    public DueDate? NextDue => Status == AssignmentStatus.AwaitsReview ? ReviewDue : Due;

    /// <summary>When the timer next has something to record; null when there is nothing.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt =>
        IsOpen && NextDue is { Timed: true } due && !(Status == AssignmentStatus.AwaitsReview ? ReviewOverdue : Overdue)
            ? due.At
            : null;

    /// <summary>Number of events, without those that only note a date: the n of the ETag.</summary>
    public int Version { get; init; }

    /// <summary>Folds one event; total.</summary>
    public static Assignment? Evolve(Assignment? before, AssignmentId id, DomainEvent domainEvent) =>
        After(before, id, domainEvent) is { } after
            ? after with
            {
                Version = (before?.Version ?? 0) + (domainEvent is IAuditOnly ? 0 : 1),
            }
            : null;

    private static Assignment? After(Assignment? before, AssignmentId id, DomainEvent domainEvent) =>
        domainEvent switch
        {
            AssignmentGiven f => new Assignment(
                id,
                AssignmentStatus.Given,
                f.Title,
                f.Text,
                f.Importance,
                f.Assignee,
                f.Role,
                f.Author,
                f.HappenedAt
            )
            {
                Deal = f.Deal,
                Client = f.Client,
                Interaction = f.Interaction,
                Due = f.Due,
                FirstDueAt = f.Due?.At,
                Reviewer = f.Reviewer,
                ReviewDue = f.ReviewDue,
            },
            AssignmentAccepted f => before is null
                ? null
                : before with
                {
                    Status = AssignmentStatus.Accepted,
                    Assignee = f.By,
                    AcceptedAt = f.HappenedAt,
                },
            AssignmentDeclined f => before?.Closed(AssignmentStatus.Declined, f, f.Reason),
            AssignmentRedirected f => before is null ? null : before.Redirected(f),
            AssignmentCompleted f => before is null ? null : before.Completed(f),
            AssignmentReturned f => before is null
                ? null
                : before with
                {
                    Status = AssignmentStatus.Accepted,
                    Returned = before.Returned + 1,
                    Reason = f.Reason,
                },
            AssignmentConfirmed f => before?.Closed(AssignmentStatus.Completed, f, before.Reason),
            AssignmentCancelled f => before?.Closed(AssignmentStatus.Cancelled, f, f.Reason),
            AssignmentPostponed f => before is null
                ? null
                : before with
                {
                    Due = f.Due,
                    FirstDueAt = before.FirstDueAt ?? f.Due.At,
                    Postponed = before.Postponed + 1,
                    Overdue = false,
                    Reason = f.Reason,
                },
            AssignmentEdited f => before is null ? null : before.Edited(f),
            AssignmentOverdue f => before is null ? null
            : f.Review ? before with { ReviewOverdue = true }
            : before with { Overdue = true },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that assignments do not handle"
            ),
        };

    private Assignment Closed(AssignmentStatus status, DomainEvent f, Personal? reason) =>
        this with
        {
            Status = status,
            ClosedAt = f.HappenedAt,
            Reason = reason,
        };

    private Assignment Redirected(AssignmentRedirected f) =>
        this with
        {
            Status = AssignmentStatus.Given,
            Assignee = f.Assignee,
            Role = null,
            AcceptedAt = null,
            ClosedAt = null,
            Due = f.Due ?? Due,
            Overdue = Overdue && f.Due is null,
            Reason = f.Reason,
        };

    private Assignment Completed(AssignmentCompleted f) =>
        this with
        {
            Status = Reviewer is null ? AssignmentStatus.Completed : AssignmentStatus.AwaitsReview,
            Result = f.Result,
            CompletedAt = f.HappenedAt,
            ClosedAt = Reviewer is null ? f.HappenedAt : null,
        };

    private Assignment Edited(AssignmentEdited f) =>
        this with
        {
            Title = f.Title,
            Text = f.Text,
            Importance = f.Importance,
            Reviewer = f.Reviewer,
            ReviewDue = f.ReviewDue,
            ReviewOverdue = ReviewOverdue && ReviewDue == f.ReviewDue,
        };
}
