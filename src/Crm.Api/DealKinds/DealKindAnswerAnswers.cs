using System.Text.Json.Serialization;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.DealKinds;

/// <summary>A deal kind (вид сделки) in its current version: stages, tasks and checks.</summary>
/// <param name="Version">Number of the current version of the process; 0 while nothing is published.</param>
/// <param name="Mode">How deals of the kind move through the stages.</param>
/// <param name="Gate">What a deal must have reached to be won.</param>
/// <param name="Description">What the gate checks and what it does not, in the language of the request.</param>
/// <param name="IsDefault"><c>true</c> for the kind that new deals get when none is given.</param>
/// <param name="State">Whether the kind is a draft, published or retired.</param>
/// <param name="SkipNeedsPermission"><c>true</c> when skipping a task requires the permission <c>task.skip</c>.</param>
/// <param name="DraftVersion">Number that the draft gets when it is published; null when there is no draft.</param>
/// <param name="PublishedAt">Time from which the current version applies; null while nothing is published.</param>
/// <param name="Stages">Stages of the current version, in order.</param>
public sealed record DealKindAnswer(
    Guid Id,
    string Code,
    int Version,
    string Title,
    ProcessMode Mode,
    ClosingGateKind Gate,
    string Description,
    bool IsDefault,
    KindState State,
    bool SkipNeedsPermission,
    int? DraftVersion,
    DateTimeOffset? PublishedAt,
    IReadOnlyList<KindStageAnswer> Stages
)
{
    public static DealKindAnswer Of(string language, DealKindDocument x)
    {
        var process = x.State.InForce;
        var title =
            process?.Title.In(language)
            ?? (language == "ru" ? x.State.Draft?.Title?.Ru : x.State.Draft?.Title?.En)
            ?? x.State.Code;
        var gate = process?.Gate ?? x.State.Draft!.Gate;
        return new(
            x.Id,
            x.State.Code,
            process?.Version ?? 0,
            title,
            process?.Mode ?? x.State.Draft!.Mode,
            gate,
            (gate == ClosingGateKind.Settled ? GateDescriptions.Settled : GateDescriptions.Balanced).In(language),
            x.State.Code == ShippedKinds.Default,
            x.State.Retired ? KindState.Retired
                : process is null ? KindState.Draft
                : KindState.Published,
            process?.SkipNeedsPermission ?? x.State.Draft!.SkipNeedsPermission,
            x.State.Draft is null ? null : x.State.NextVersion,
            process is null ? null : x.State.Versions[^1].At,
            process is null ? [] : KindStageAnswer.All(process, language)
        );
    }

    public static StoredAnswer ToStored(DealKindDocument kind, Viewer viewer, int status)
    {
        var answer = Of(viewer.Language, kind);
        return StoredAnswer.Create(
            viewer,
            status,
            answer,
            kind.Version,
            status == 201 ? $"/api/v1/deal-kinds/{kind.State.Code}" : null
        );
    }
}

/// <summary>A stage (этап) of a deal kind.</summary>
/// <param name="Probability">Default probability of winning in percent.</param>
/// <param name="Rework">Code of the stage to which a declined proposal leads back; null when it does not.</param>
/// <param name="Next">Code of the stage that follows; null after the last one.</param>
/// <param name="Moves">Codes of the stages to which a user may move a deal; empty: all stages that the mode allows.</param>
/// <param name="ReworkEdges">All automatic ways back to earlier stages.</param>
/// <param name="Tasks">Tasks of the stage, in order.</param>
/// <param name="NormDays">
/// Calendar days that a deal usually stays in the stage; a deal that stays longer is stale. Null: no deal is stale here. Holds for
/// deals of all versions of the kind.
/// </param>
public sealed record KindStageAnswer(
    string Code,
    string Title,
    int Order,
    int Probability,
    string? Rework,
    string? Next,
    IReadOnlyList<string> Moves,
    IReadOnlyList<ReworkEdge> ReworkEdges,
    IReadOnlyList<KindTaskAnswer> Tasks,
    int? NormDays
)
{
    public static IReadOnlyList<KindStageAnswer> All(DealProcess process, string language) =>
        [
            .. process.Stages.Select(
                (x, i) =>
                    new KindStageAnswer(
                        x.Code,
                        x.Title.In(language),
                        i + 1,
                        x.Probability,
                        x.Rework.FirstOrDefault(r => r.On == ReworkOn.ProposalDeclined)?.To,
                        process.Mode == ProcessMode.Guided ? process.After(x)?.Code : null,
                        x.Moves,
                        x.Rework,
                        [.. x.Tasks.Select(t => KindTaskAnswer.Of(t, language))],
                        x.NormDays
                    )
            ),
        ];
}

/// <summary>A task (задача) of a stage.</summary>
/// <param name="DueDays">Days from raising the task to its due date.</param>
/// <param name="Checks">Codes of the checks that must hold; their parameters are part of the process of the version.</param>
/// <param name="Once"><c>true</c> when the task is not raised again after an earlier visit to the stage completed it.</param>
/// <param name="Mandatory"><c>true</c> when the deal cannot leave the stage while the task is open.</param>
/// <param name="Parallel"><c>true</c> when the task is raised together with the one before it.</param>
/// <param name="Automatic"><c>true</c> when the task completes as soon as its checks hold.</param>
/// <param name="Due">Due time relative to the raising of the task.</param>
/// <param name="Assignee">Rule that determines who gets the task.</param>
public sealed record KindTaskAnswer(
    string Code,
    string Title,
    int DueDays,
    IReadOnlyList<string> Checks,
    bool Once,
    bool Mandatory,
    bool Parallel,
    bool Automatic,
    Due Due,
    AssigneeRule Assignee
)
{
    public static KindTaskAnswer Of(TaskTemplate x, string language) =>
        new(
            x.Code,
            x.Title.In(language),
            x.Due.Days,
            [.. x.Checks.Select(c => c.Code)],
            x.Once,
            x.Mandatory,
            x.Parallel,
            x.Automatic,
            x.Due,
            x.Assignee
        );
}

/// <summary>The draft of a deal kind's next version.</summary>
/// <param name="Code">Code of the deal kind.</param>
/// <param name="Version">Number that the version gets when the draft is published.</param>
/// <param name="Valid"><c>true</c> when the draft can be published.</param>
/// <param name="Faults">Every fault of the draft, each with a JSON pointer into the process.</param>
/// <param name="Process">The process of the draft, in the form that PUT accepts.</param>
public sealed record DraftOfKindAnswer(
    string Code,
    int Version,
    bool Valid,
    IReadOnlyList<ProblemError> Faults,
    KindDraft Process
);

/// <summary>A published version of a deal kind; it never changes.</summary>
/// <param name="Code">Code of the deal kind.</param>
/// <param name="Version">Number of the version, from 1.</param>
/// <param name="At">Time from which the version applies.</param>
/// <param name="InForce"><c>true</c> when new deals follow this version.</param>
/// <param name="Process">The process, in the form that PUT of a draft accepts.</param>
public sealed record KindVersionAnswer(string Code, int Version, DateTimeOffset At, bool InForce, KindDraft Process)
{
    public static KindVersionAnswer Of(DealKind kind, PublishedVersion x) =>
        new(
            kind.Code,
            x.Process.Version,
            x.At,
            x.Process.Version == kind.InForce?.Version && !kind.Retired,
            KindDraft.Of(x.Process)
        );
}
