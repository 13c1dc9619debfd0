using System.Text.Json;

namespace Crm.Domain.Processes;

/// <summary>
/// A process as an administrator edits it: it may be incomplete or wrong, faults are reported by validation only. A
/// draft without faults can be published.
/// </summary>
/// <param name="Title">In both languages.</param>
/// <param name="Mode">none, manual or guided.</param>
/// <param name="Gate">What a won deal must have reached: settled (default) or balanced.</param>
/// <param name="SkipNeedsPermission">Skipping a task needs the permission task.skip (default).</param>
/// <param name="Stages">In order.</param>
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

/// <summary>A title in the languages of the product.</summary>
public sealed record TitleDraft(string? Ru = null, string? En = null)
{
    public static TitleDraft Of(Localized x) => new(x.Ru, x.En);
}

/// <summary>A stage of a draft.</summary>
/// <param name="Code">Lower-case letters, digits and hyphens; reports join versions by it.</param>
/// <param name="Probability">Default in percent.</param>
/// <param name="Next">Code of the following stage; absent: the next in order.</param>
/// <param name="Moves">Where a deal may be moved by hand; absent: wherever the mode allows.</param>
/// <param name="Rework">Ways back that are taken automatically.</param>
public sealed record StageDraft(
    string? Code = null,
    TitleDraft? Title = null,
    int Probability = 0,
    ImmutableArray<TaskDraft>? Tasks = null,
    string? Next = null,
    ImmutableArray<string>? Moves = null,
    ImmutableArray<ReworkEdge>? Rework = null
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
            x.Rework.IsEmpty ? null : x.Rework
        );
}

/// <summary>A task of a draft.</summary>
/// <param name="Due">Absent: the end of the day on which it is raised.</param>
/// <param name="Checks">Each an object with the member check and the parameters of that check.</param>
/// <param name="Once">Not raised again when an earlier visit completed it.</param>
/// <param name="Mandatory">The stage cannot be left while it is open; true when absent.</param>
/// <param name="Parallel">Raised together with the previous task.</param>
/// <param name="Automatic">Completed automatically when its checks hold.</param>
/// <param name="Assignee">Absent: the deal's manager.</param>
public sealed record TaskDraft(
    string? Code = null,
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
