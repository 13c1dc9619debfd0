using System.Text.Json.Serialization;
using Crm.Api.Assignments;
using Crm.Api.Deals;
using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Tasks;

namespace Crm.Api.Tasks;

/// <summary>What a task is: a stage task of a deal, or an assignment (задание).</summary>
[JsonConverter(typeof(CamelCase<TaskType>))]
public enum TaskType
{
    Stage,
    Assignment,
}

/// <summary>Whether somebody still has to do something: <c>open</c> or <c>done</c>.</summary>
[JsonConverter(typeof(CamelCase<InboxStatus>))]
public enum InboxStatus
{
    Open,
    Done,
}

/// <summary>
/// State of a task: of a stage task <c>open</c>, <c>completed</c>, <c>skipped</c> or <c>withdrawn</c>; of an assignment <c>given</c>,
/// <c>accepted</c>, <c>awaitsReview</c>, <c>completed</c>, <c>declined</c> or <c>cancelled</c>.
/// </summary>
[JsonConverter(typeof(CamelCase<TaskState>))]
public enum TaskState
{
    Open,
    Completed,
    Skipped,
    Withdrawn,
    Given,
    Accepted,
    AwaitsReview,
    Declined,
    Cancelled,
}

/// <summary>A task in the inbox: a stage task or an assignment.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Title">
/// Title of the task: that of the deal's kind in the language of the request, or the assignment's. Null after it was erased.
/// </param>
/// <param name="Status">Whether somebody still has to do something.</param>
/// <param name="State">Its state in detail.</param>
/// <param name="Code">Code of a stage task; null for an assignment.</param>
/// <param name="Stage">Code of the stage that raised the task; null for an assignment.</param>
/// <param name="DueAt">Due time of the next step: of the review while an assignment awaits it. Null: none.</param>
/// <param name="DueOn">The day of <c>dueAt</c> in the caller's time zone; null without a due time.</param>
/// <param name="Overdue"><c>true</c> when the task is open and its due time has passed.</param>
/// <param name="FirstDueAt">Due time before all postponements; null when it never had one.</param>
/// <param name="Postponed">How often the due date was moved.</param>
/// <param name="Importance">How much depends on it; <c>normal</c> for a stage task.</param>
/// <param name="Assignee">The user who has to do it; null while it is open to a role, or the deal has no manager.</param>
/// <param name="ActingAssignee">
/// Who acts for the assignee today, as the deputy of an absent user; null when the assignee does, and for tasks that are done.
/// </param>
/// <param name="AssigneeRole">Code of the role whose members may accept it; null when its assignee is known.</param>
/// <param name="Author">Who gave the assignment; null for a stage task.</param>
/// <param name="Reviewer">Who reviews the assignment; null for a stage task and without a reviewer.</param>
/// <param name="Deal">The deal that it is about; null without one, and for readers who do not see the deal.</param>
/// <param name="Client">
/// The client that it is about, or that of its deal; null without one, and for readers who do not see the client.
/// </param>
/// <param name="RaisedAt">Time at which the task was raised or the assignment given.</param>
/// <param name="ClosedAt">Time at which it ended; null while it is open.</param>
public sealed record InboxTaskAnswer(
    TaskType Type,
    Guid Id,
    string? Title,
    InboxStatus Status,
    TaskState State,
    string? Code,
    string? Stage,
    DateTimeOffset? DueAt,
    DateOnly? DueOn,
    bool Overdue,
    DateTimeOffset? FirstDueAt,
    int Postponed,
    Importance Importance,
    NamedAnswer? Assignee,
    ActingAssigneeAnswer? ActingAssignee,
    string? AssigneeRole,
    NamedAnswer? Author,
    NamedAnswer? Reviewer,
    TaskDealAnswer? Deal,
    NamedAnswer? Client,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClosedAt
);

/// <summary>Numbers of tasks by a group.</summary>
/// <param name="GroupBy">What they are grouped by.</param>
/// <param name="TimeZone">Time zone of the days, IANA.</param>
/// <param name="Items">The groups in the order of their keys; tasks without a key come last.</param>
/// <param name="Total">Number of all tasks that match the filters.</param>
public sealed record TaskCountsAnswer(
    TaskGrouping GroupBy,
    string TimeZone,
    IReadOnlyList<TaskCountAnswer> Items,
    long Total
);

/// <summary>Number of tasks in a group.</summary>
/// <param name="Key">
/// The day of the due time, id of the assignee, type or importance; null for tasks without a due date or without an assignee.
/// </param>
/// <param name="Title">Name of the assignee; null for other groups.</param>
/// <param name="Count">Number of tasks.</param>
public sealed record TaskCountAnswer(string? Key, string? Title, long Count);
