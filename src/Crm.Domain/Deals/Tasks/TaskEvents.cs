using System.Text.Json.Serialization;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>
/// A task was raised. <c>Timed</c>: its due date was in the future at recording, so a timer records when it becomes
/// overdue.
/// </summary>
public sealed record StageTaskRaised(
    StageTaskId Task,
    string Code,
    string Stage,
    DateTimeOffset DueAt,
    bool Timed,
    bool Again
) : DomainEvent, ILifecycleEvent, IMovesDueDates
{
    /// <summary>Null: follows the deal's manager, or is open to the role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? Assignee { get; init; }

    /// <summary>Code of the role that the task is open to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }
}

/// <summary>A task was assigned to another user; null: back to the deal's manager.</summary>
public sealed record StageTaskReassigned(StageTaskId Task, string Code, UserId? Assignee, Personal? Reason)
    : DomainEvent;

/// <summary>A task that was open to a role was taken on by a member of it, who is its assignee now.</summary>
public sealed record StageTaskAccepted(StageTaskId Task, string Code, UserId Assignee, string Role) : DomainEvent;

/// <summary>A task got another due date; the first one stays known. <c>Timed</c> as when it was raised.</summary>
public sealed record StageTaskPostponed(
    StageTaskId Task,
    string Code,
    DateTimeOffset DueAt,
    bool Timed,
    Personal Reason
) : DomainEvent, IMovesDueDates;

/// <summary>
/// A task was completed. For legal details it stores the version of the client stream that was checked.
/// </summary>
public sealed record StageTaskCompleted(
    StageTaskId Task,
    string Code,
    ImmutableArray<Evidence> Evidence,
    Personal? Comment,
    ClientId? Client,
    long? ClientVersion
) : DomainEvent, ILifecycleEvent, IMovesDueDates
{
    /// <summary>Codes of the checklist items that were ticked; null where there was no checklist.</summary>
    public ImmutableArray<string>? Checklist { get; init; }
}

/// <summary>A user tried to complete a task with unmet checks.</summary>
public sealed record StageTaskCompletionRefused(StageTaskId Task, string Code, ImmutableArray<string> Unmet)
    : DomainEvent,
        IAuditOnly;

public sealed record StageTaskSkipped(StageTaskId Task, string Code, Personal Reason)
    : DomainEvent,
        ILifecycleEvent,
        IMovesDueDates;

public sealed record StageTaskWithdrawn(StageTaskId Task, string Code) : DomainEvent, ILifecycleEvent, IMovesDueDates;

public sealed record StageTaskOverdue(StageTaskId Task, string Code) : DomainEvent, IAuditOnly;
