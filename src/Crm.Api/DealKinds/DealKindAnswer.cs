using System.Text.Json.Serialization;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.DealKinds;

/// <summary>Where a kind stands: only written, in force, or out of use for new deals.</summary>
[JsonConverter(typeof(CamelCase<KindState>))]
public enum KindState
{
    Draft,
    Published,
    Retired,
}

/// <summary>A kind of deal in the version in force: its stages, tasks and checks.</summary>
/// <param name="Version">Of the process; 0 while nothing is published.</param>
/// <param name="SkipNeedsPermission">Skipping a task needs the permission task.skip.</param>
/// <param name="DraftVersion">The number that the draft gets when it is published; null without a draft.</param>
/// <param name="PublishedAt">Since when the version is in force.</param>
public sealed record DealKindAnswer(
    Guid Id,
    string Code,
    int Version,
    string Title,
    ProcessMode Mode,
    ClosingGateKind Gate,
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
        return new(
            x.Id,
            x.State.Code,
            process?.Version ?? 0,
            title,
            process?.Mode ?? x.State.Draft!.Mode,
            process?.Gate ?? x.State.Draft!.Gate,
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
            ETags.OfBody(kind.Version, answer),
            status == 201 ? $"/api/v1/deal-kinds/{kind.State.Code}" : null
        );
    }
}

/// <summary>A stage of a kind.</summary>
/// <param name="Probability">Default in percent.</param>
/// <param name="Rework">Where a declined proposal leads back to.</param>
/// <param name="Next">The stage that follows; null after the last one.</param>
/// <param name="Moves">Where a deal may be moved to by hand; empty: wherever the mode allows.</param>
/// <param name="ReworkEdges">All ways back that are taken by themselves.</param>
public sealed record KindStageAnswer(
    string Code,
    string Title,
    int Order,
    int Probability,
    string? Rework,
    string? Next,
    IReadOnlyList<string> Moves,
    IReadOnlyList<ReworkEdge> ReworkEdges,
    IReadOnlyList<KindTaskAnswer> Tasks
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
                        [.. x.Tasks.Select(t => KindTaskAnswer.Of(t, language))]
                    )
            ),
        ];
}

/// <summary>A task that a stage raises.</summary>
/// <param name="DueDays">Days after the raising.</param>
/// <param name="Checks">Names of the checks that must hold; a version's process shows their parameters.</param>
/// <param name="Once">Not raised again when an earlier visit completed it.</param>
/// <param name="Mandatory">The stage is not left while it is open.</param>
/// <param name="Parallel">Raised together with the one before it.</param>
/// <param name="Automatic">Completed by itself when its checks hold.</param>
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

/// <summary>The draft of a kind's next version.</summary>
/// <param name="Version">The number that it gets when it is published.</param>
/// <param name="Valid">It could be published as it is.</param>
/// <param name="Faults">Everything that is wrong with it, each with a pointer into the process.</param>
/// <param name="Process">As PUT writes it.</param>
public sealed record DraftOfKindAnswer(
    string Code,
    int Version,
    bool Valid,
    IReadOnlyList<ProblemError> Faults,
    KindDraft Process
);

/// <summary>A published version; it never changes.</summary>
/// <param name="At">Since when it is in force.</param>
/// <param name="InForce">Deals are opened with it.</param>
/// <param name="Process">As it would be written: to edit and to publish as the next version.</param>
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
