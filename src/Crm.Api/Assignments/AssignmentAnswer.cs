using Crm.Api.Deals;
using Crm.Domain.Assignments;

namespace Crm.Api.Assignments;

/// <summary>An assignment (задание): a task that one person gives another by hand.</summary>
/// <param name="Title">What is to be done, in short; null after it was erased.</param>
/// <param name="Text">What is to be done, at length; null when there is nothing more or after it was erased.</param>
/// <param name="Status">State of the assignment.</param>
/// <param name="Importance">How much depends on it.</param>
/// <param name="Assignee">The user who has to do it; null while it is open to a role.</param>
/// <param name="AssigneeRole">Code of the role that it was given to; null when it was given to a user.</param>
/// <param name="Author">Who gave it; null for a key without a user.</param>
/// <param name="Reviewer">Who confirms the result; null when completing it ends it.</param>
/// <param name="Deal">The deal that it is about; null without one, and for readers who do not see the deal.</param>
/// <param name="Client">
/// The client that it is about, or that of its deal; null without one, and for readers who do not see the client.
/// </param>
/// <param name="InteractionId">Id of the interaction that it follows from; null without one.</param>
/// <param name="DueAt">Due time; of a day its end in the assignee's time zone, for a role in the company's. Null: none.</param>
/// <param name="DueOn">Due day; null when it is due at an exact time or has no due date.</param>
/// <param name="FirstDueAt">Due time before all postponements; null when it never had one.</param>
/// <param name="Postponed">How often the due date was moved.</param>
/// <param name="Overdue"><c>true</c> when the next step is due and has not been done: the work, or the review that it awaits.</param>
/// <param name="ReviewDueAt">Due time of the review; null: none.</param>
/// <param name="Returned">How often the reviewer returned it for rework.</param>
/// <param name="Result">What came of it; null while it was not completed, or nothing was noted.</param>
/// <param name="Reason">
/// Why it was last declined, redirected, returned, postponed or cancelled; null when no reason was given.
/// </param>
/// <param name="GivenAt">Time at which it was given.</param>
/// <param name="AcceptedAt">Time at which its assignee accepted it; null while they have not.</param>
/// <param name="CompletedAt">Time at which its assignee completed it last; null while they have not.</param>
/// <param name="ClosedAt">Time at which it ended; null while somebody has to do something.</param>
/// <param name="UpdatedAt">Time at which its last event was recorded.</param>
/// <param name="Version">Version: number of its events so far; the <c>n</c> of the ETag.</param>
public sealed record AssignmentAnswer(
    Guid Id,
    string? Title,
    string? Text,
    AssignmentStatus Status,
    Importance Importance,
    NamedAnswer? Assignee,
    string? AssigneeRole,
    NamedAnswer? Author,
    NamedAnswer? Reviewer,
    TaskDealAnswer? Deal,
    NamedAnswer? Client,
    Guid? InteractionId,
    DateTimeOffset? DueAt,
    DateOnly? DueOn,
    DateTimeOffset? FirstDueAt,
    int Postponed,
    bool Overdue,
    DateTimeOffset? ReviewDueAt,
    int Returned,
    string? Result,
    string? Reason,
    DateTimeOffset GivenAt,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? CompletedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    public StoredAnswer ToStored(Viewer viewer, int status) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/assignments/{Id}" : null);
}

/// <summary>A deal that a task is about.</summary>
/// <param name="Number">Number of the deal.</param>
/// <param name="Title">Title of the deal.</param>
/// <param name="Amount">Expected amount of the deal; null when unknown.</param>
public sealed record TaskDealAnswer(Guid Id, string Number, string Title, Money? Amount);

/// <summary>Who has to do a task in place of its assignee.</summary>
/// <param name="Name">Name of the user; null after it was erased.</param>
/// <param name="Reason">Why.</param>
public sealed record ActingAssigneeAnswer(Guid Id, string? Name, ActingReason Reason);

/// <summary>Why somebody acts for the assignee: <c>absence</c> (they are their deputy).</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCase<ActingReason>))]
public enum ActingReason
{
    Absence,
}
