using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>
/// A process as an administrator writes it. A draft may be incomplete or faulty; it is validated before it is published.
/// </summary>
/// <param name="Title">Name of the deal kind in both languages.</param>
/// <param name="Mode">How deals move through the stages: <c>none</c>, <c>manual</c> or <c>guided</c>.</param>
/// <param name="Gate">What a deal must have reached to be won: <c>settled</c> (the default) or <c>balanced</c>.</param>
/// <param name="SkipNeedsPermission">
/// <c>true</c> (the default) when skipping a task requires the permission <c>task.skip</c>.
/// </param>
/// <param name="Stages">Stages of the process, in order.</param>
public sealed record KindDraft(
    TitleDraft Title,
    ProcessMode Mode,
    ClosingGateKind Gate = ClosingGateKind.Settled,
    bool SkipNeedsPermission = true,
    ImmutableArray<StageDraft>? Stages = null
)
{
    public static KindDraft Of(DealProcess x) =>
        new(TitleDraft.Of(x.Title), x.Mode, x.Gate, x.SkipNeedsPermission, [.. x.Stages.Select(StageDraft.Of)]);
}

/// <summary>A name in both languages.</summary>
/// <param name="Ru">Name in Russian.</param>
/// <param name="En">Name in English.</param>
public sealed record TitleDraft(string? Ru = null, string? En = null)
{
    public static TitleDraft Of(Localized x) => new(x.Ru, x.En);
}

/// <summary>A stage of a process, as an administrator writes it.</summary>
/// <param name="Code">
/// Stable code of lower-case letters, digits and hyphens; reports match the stages of different versions by it.
/// </param>
/// <param name="Title">Name of the stage in both languages.</param>
/// <param name="Probability">Default probability of winning in percent, 0 to 100.</param>
/// <param name="Tasks">Tasks of the stage, in the order in which they are raised.</param>
/// <param name="Next">Code of the stage that follows; the next in order when omitted.</param>
/// <param name="Moves">Codes of the stages to which a user may move a deal; all stages that the mode allows when omitted.</param>
/// <param name="Rework">Automatic ways back to earlier stages.</param>
/// <param name="NormDays">
/// Calendar days that a deal usually stays in the stage, 1 to 3650; a deal that stays longer is stale. Null: no deal is stale here.
/// </param>
public sealed record StageDraft(
    [property: Identifier] string? Code = null,
    TitleDraft? Title = null,
    int Probability = 0,
    ImmutableArray<TaskDraft>? Tasks = null,
    [property: Identifier] string? Next = null,
    [property: Identifier] ImmutableArray<string>? Moves = null,
    ImmutableArray<ReworkEdge>? Rework = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NormDays = null
)
{
    public static StageDraft Of(Stage x) =>
        new(
            x.Code,
            TitleDraft.Of(x.Title),
            x.Probability,
            [.. x.Tasks.Select(TaskDraft.Of)],
            x.Next,
            x.Moves.IsEmpty ? null : x.Moves,
            x.Rework.IsEmpty ? null : x.Rework,
            x.NormDays
        );
}

/// <summary>A task of a stage, as an administrator writes it.</summary>
/// <param name="Code">Stable code of the task, unique within the process.</param>
/// <param name="Title">Name of the task in both languages.</param>
/// <param name="Due">Due time relative to the raising of the task; the end of the day on which it is raised when omitted.</param>
/// <param name="Checks">
/// Checks that must hold: objects with the member <c>check</c> and the parameters of that check, as GET /checks lists them.
/// </param>
/// <param name="Once"><c>true</c> when the task is not raised again after an earlier visit to the stage completed it.</param>
/// <param name="Mandatory"><c>true</c> (the default) when the deal cannot leave the stage while the task is open.</param>
/// <param name="Parallel"><c>true</c> when the task is raised together with the one before it.</param>
/// <param name="Automatic"><c>true</c> when the task completes as soon as its checks hold.</param>
/// <param name="Assignee">Rule that determines who gets the task; the deal's manager when omitted.</param>
public sealed record TaskDraft(
    [property: Identifier] string? Code = null,
    TitleDraft? Title = null,
    Due? Due = null,
    ImmutableArray<JsonElement>? Checks = null,
    bool Once = false,
    bool Mandatory = true,
    bool Parallel = false,
    bool Automatic = false,
    AssigneeRule? Assignee = null
)
{
    public static TaskDraft Of(TaskTemplate x) =>
        new(
            x.Code,
            TitleDraft.Of(x.Title),
            x.Due,
            [.. x.Checks.Select(CheckCatalogue.Write)],
            x.Once,
            x.Mandatory,
            x.Parallel,
            x.Automatic,
            x.Assignee
        );
}
