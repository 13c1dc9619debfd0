using System.Text.Json.Serialization;

namespace Crm.Domain.Kernel;

/// <summary>A domain event. Immutable; stored permanently under an explicit name.</summary>
public abstract record DomainEvent
{
    /// <summary>
    /// Business time: UTC, whole microseconds. Part of the body, so that folds and plain SQL can read it.
    /// </summary>
    public DateTimeOffset HappenedAt { get; init; }

    /// <summary>The cause of the event if it is not the command itself; null for the command's own events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Cause? Cause { get; init; }
}

/// <summary>What caused an event: completion of a task, a rule, a timer or an import.</summary>
/// <param name="Kind">Type of cause: <c>task</c>, <c>rule</c>, <c>timer</c> or <c>import</c>.</param>
/// <param name="Ref">Id or code of the cause, such as the id of the completed task.</param>
public sealed record Cause(string Kind, string Ref)
{
    /// <summary>The event is the command's own, which an import gave.</summary>
    [JsonIgnore]
    public bool IsImport => Kind == "import";

    public static Cause Task(StageTaskId id) => new("task", id.ToString());

    public static Cause Rule(string code) => new("rule", code);

    public static Cause Timer(string code) => new("timer", code);

    public static Cause Import(StatementLineId line) => new("import", line.ToString());
}

/// <summary>Kind, stage, task, closing and reopening events: never before the deal's last lifecycle event.</summary>
public interface ILifecycleEvent;

/// <summary>An event that may move a due date, finish what is due, or bring it back: reminders go by due dates.</summary>
public interface IMovesDueDates;

/// <summary>
/// An audit-only event of the server: it changes nothing a client decided and does not change the deal's ETag.
/// </summary>
public interface IAuditOnly;
