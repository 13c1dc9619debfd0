using Crm.Domain.Deals.Tasks;

namespace Crm.Api.Deals;

/// <summary>A task (задача) of the process with its checks.</summary>
/// <param name="Stage">Code of the stage that raised the task.</param>
/// <param name="Status">State of the task.</param>
/// <param name="Assignee">
/// The user who has to do the task: the deal's manager unless the task says otherwise; null when it is open to a role.
/// </param>
/// <param name="AssigneeRole">Code of the role whose members may do the task; null when it has an assignee.</param>
/// <param name="Mandatory"><c>true</c> when the deal cannot leave the stage while the task is open.</param>
/// <param name="Automatic"><c>true</c> when the task completes as soon as its checks hold.</param>
/// <param name="DueAt">
/// Due time: the end of the due day in the company's time zone, unless the task is due at an exact time.
/// </param>
/// <param name="Overdue"><c>true</c> when the task is open and its due time has passed.</param>
/// <param name="ClosedAt">Time at which the task was completed, skipped or withdrawn; null while it is open.</param>
/// <param name="Evidence">Events that proved the task: stored name and id of each.</param>
/// <param name="Checklist">Items that a user confirms on completing the task.</param>
/// <param name="Checks">
/// Checks of the task: their present result for an open task, met for a completed one, none for a withdrawn or skipped one.
/// </param>
/// <param name="FirstDueAt">Due time before all postponements.</param>
/// <param name="Postponed">How often the due date was moved.</param>
public sealed record StageTaskAnswer(
    Guid Id,
    string Code,
    string Title,
    string Stage,
    StageTaskStatus Status,
    NamedAnswer? Assignee,
    string? AssigneeRole,
    bool Mandatory,
    bool Automatic,
    DateTimeOffset RaisedAt,
    DateTimeOffset DueAt,
    bool Overdue,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<ChecklistItemAnswer> Checklist,
    IReadOnlyList<CheckAnswer> Checks,
    DateTimeOffset FirstDueAt,
    int Postponed
);

/// <summary>An item of a task's checklist.</summary>
/// <param name="Code">Code of the item; used as the key in <c>checklist</c> when the task is completed.</param>
/// <param name="Ticked"><c>true</c> when a user confirmed the item on completing the task.</param>
public sealed record ChecklistItemAnswer(string Code, string Title, bool Ticked);

/// <summary>A check of a task: what is expected, what was found, and the calls that would satisfy it.</summary>
/// <param name="Code">Code of the check, as GET /checks lists it.</param>
/// <param name="Title">What the check requires, in the language of the request.</param>
/// <param name="Met"><c>true</c> when the check holds.</param>
/// <param name="Expected">What the check requires of this deal.</param>
/// <param name="Actual">What was found.</param>
/// <param name="Blockers">
/// Every unmet condition of the check, each with the call that would satisfy it; empty when the check holds.
/// </param>
public sealed record CheckAnswer(
    string Code,
    string Title,
    bool Met,
    ConditionValue Expected,
    ConditionValue Actual,
    IReadOnlyList<ProblemBlocker> Blockers
);
