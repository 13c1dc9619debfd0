using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>
/// How deals of a kind move: <c>none</c> (no stages), <c>manual</c> (users move them), or <c>guided</c> (the process moves them as
/// its tasks are completed).
/// </summary>
[JsonConverter(typeof(CamelCase<ProcessMode>))]
public enum ProcessMode
{
    None,
    Manual,
    Guided,
}

/// <summary>
/// What a deal must have reached to be won. <c>settled</c>: everything is delivered and paid. <c>balanced</c>: the same without
/// the requirement of a delivery.
/// </summary>
[JsonConverter(typeof(CamelCase<ClosingGateKind>))]
public enum ClosingGateKind
{
    Settled,
    Balanced,
}

/// <summary>One immutable version of a kind's process. A deal is pinned to the version it was opened with.</summary>
/// <param name="Stages">In order.</param>
public sealed record DealProcess(
    string Code,
    int Version,
    Localized Title,
    ProcessMode Mode,
    ClosingGateKind Gate,
    ImmutableArray<Stage> Stages
)
{
    /// <summary>The process with the gate that the company's setting asks for.</summary>
    public DealProcess Gated(bool balancedNeedsShipment) =>
        balancedNeedsShipment && Gate == ClosingGateKind.Balanced ? this with { Gate = ClosingGateKind.Settled } : this;

    /// <summary>Skipping a task needs the permission <c>task.skip</c>.</summary>
    public bool SkipNeedsPermission { get; init; } = true;

    [JsonIgnore]
    public KindVersion Pin => new(Code, Version);

    [JsonIgnore]
    public IEnumerable<TaskTemplate> Templates => Stages.SelectMany(x => x.Tasks);

    /// <summary>A stage by its code, whose case is ignored.</summary>
    public Stage? Find(string? code) =>
        Stages.FirstOrDefault(x => string.Equals(x.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The stage that follows when all tasks of a stage are done; null after the last one.</summary>
    public Stage? After(Stage stage)
    {
        if (stage.Next is { } stated)
            return Find(stated);
        var next = OrderOf(stage.Code) + 1;
        return next < Stages.Length ? Stages[next] : null;
    }

    /// <summary>Index of a stage from 0; -1 when the process has no such stage.</summary>
    public int OrderOf(string? code)
    {
        for (var i = 0; i < Stages.Length; i++)
            if (Stages[i].Code == code)
                return i;
        return -1;
    }

    /// <summary>A task's template by code: task codes are unique within a process.</summary>
    public TaskTemplate? Template(string code) => Templates.FirstOrDefault(x => x.Code == code);

    /// <summary>The last task of a guided kind: completing it closes the deal, and it cannot be skipped.</summary>
    [JsonIgnore]
    public TaskTemplate? Last => Mode == ProcessMode.Guided ? Stages[^1].Tasks[^1] : null;
}

/// <summary>A stage of a process.</summary>
/// <param name="Probability">Default in percent while a deal is in this stage.</param>
/// <param name="Tasks">In the order in which they are raised.</param>
public sealed record Stage(string Code, Localized Title, int Probability, ImmutableArray<TaskTemplate> Tasks)
{
    /// <summary>The following stage, when it is not the next in order.</summary>
    public string? Next { get; init; }

    /// <summary>Where a deal may be moved by hand from here; empty: wherever the mode allows.</summary>
    public ImmutableArray<string> Moves { get; init; } = [];

    /// <summary>Where the deal automatically goes back to from here when something is refused.</summary>
    public ImmutableArray<ReworkEdge> Rework { get; init; } = [];

    /// <summary>
    /// Calendar days that a deal usually stays here; a deal that stays longer is stale. Null: never. No rule of the process: what is in
    /// force holds for deals of all versions, by the code of the stage.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NormDays { get; init; }
}

/// <summary>
/// Event that moves a deal back: <c>proposalDeclined</c> (the client declines the last open proposal) or <c>returnAccepted</c>
/// (the client returns goods).
/// </summary>
[JsonConverter(typeof(CamelCase<ReworkOn>))]
public enum ReworkOn
{
    /// <summary>The client declines a proposal and no other one is on offer.</summary>
    ProposalDeclined,

    /// <summary>The client returns what was delivered.</summary>
    ReturnAccepted,
}

/// <summary>An automatic way back to an earlier stage.</summary>
/// <param name="To">Code of the stage to which the deal goes back.</param>
/// <param name="On">Event that moves the deal back.</param>
public sealed record ReworkEdge([property: Identifier] string To, ReworkOn On);
