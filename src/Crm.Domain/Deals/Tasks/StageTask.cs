using System.Text.Json.Serialization;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>A task that the process raised.</summary>
/// <param name="Again">The template was raised before: only events after this raising are evidence.</param>
/// <param name="Timed">Its due date was in the future when it was recorded.</param>
public sealed record StageTask(
    StageTaskId Id,
    string Code,
    string Stage,
    StageTaskStatus Status,
    DateTimeOffset RaisedAt,
    DateTimeOffset DueAt,
    bool Timed,
    bool Again
)
{
    /// <summary>How many tasks of the deal were raised before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Position { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }
    public bool Overdue { get; init; }

    /// <summary>Null: follows the deal's manager, or is open to the role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? Assignee { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>The role from which its assignee took it on; null: it was assigned to them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AcceptedFrom { get; init; }

    /// <summary>Due date before all postponements; null: it was never postponed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FirstDueAt { get; init; }

    /// <summary>How often its due date was moved.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Postponed { get; init; }

    /// <summary>When its due date was last moved; null: it was never postponed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PostponedAt { get; init; }

    /// <summary>When it was raised, or last reassigned or accepted.</summary>
    public DateTimeOffset AssignedAt { get; init; }
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Checklist items that were ticked with its completion.</summary>
    public ImmutableArray<string> Ticked { get; init; } = [];

    [JsonIgnore]
    public CheckedTask ForChecks => new(Id, RaisedAt, Again, Evidence);
}
