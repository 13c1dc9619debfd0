using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Process;

/// <summary>How a deal of a kind moves.</summary>
[JsonConverter(typeof(CamelCase<ProcessMode>))]
public enum ProcessMode { None, Manual, Guided }

/// <summary>What a deal must have reached to be won: <c>balanced</c> asks everything but a delivery.</summary>
[JsonConverter(typeof(CamelCase<ClosingGateKind>))]
public enum ClosingGateKind { Settled, Balanced }

/// <summary>One immutable version of a kind's process. A deal pins the version it was opened with.</summary>
/// <param name="Stages">In order.</param>
public sealed record DealProcess(
    string Code, int Version, Localized Title, ProcessMode Mode, ClosingGateKind Gate, ImmutableArray<Stage> Stages)
{
    [JsonIgnore]
    public KindVersion Pin => new(Code, Version);

    public Stage? Find(string? code) => Stages.FirstOrDefault(x => x.Code == code);

    public Stage? After(Stage stage)
    {
        var next = Stages.IndexOf(stage) + 1;
        return next < Stages.Length ? Stages[next] : null;
    }

    public int OrderOf(string? code) => Stages.ToList().FindIndex(x => x.Code == code);

    /// <summary>The stage and template of a task, by the task's code.</summary>
    public TaskTemplate? Template(string code) => Stages.SelectMany(x => x.Tasks).FirstOrDefault(x => x.Code == code);

    /// <summary>The last task of a guided kind: completing it closes the deal, and it cannot be skipped.</summary>
    [JsonIgnore]
    public TaskTemplate? Last => Mode == ProcessMode.Guided ? Stages[^1].Tasks[^1] : null;
}

/// <summary>A step of a process.</summary>
/// <param name="Probability">The default in percent while a deal stands here.</param>
/// <param name="Tasks">Mandatory, raised one after another.</param>
/// <param name="Rework">Where a declined proposal leads back to from here; null: a decline only marks the proposal.</param>
public sealed record Stage(string Code, Localized Title, int Probability, ImmutableArray<TaskTemplate> Tasks, string? Rework = null);

/// <summary>A task that entering a stage raises.</summary>
/// <param name="DueDays">Calendar days after the raising; due at the end of that day.</param>
/// <param name="Once">Not raised again when an earlier visit completed it.</param>
public sealed record TaskTemplate(string Code, Localized Title, int DueDays, ImmutableArray<Check> Checks, bool Once = false);
