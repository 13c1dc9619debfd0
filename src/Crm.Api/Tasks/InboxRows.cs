using Crm.Api.Assignments;
using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Tasks;

namespace Crm.Api.Tasks;

/// <summary>Makes answers of the rows of a page: what they refer to is loaded for all of them at once.</summary>
public sealed class InboxRows(AssignmentAnswers links, Kinds kinds, WorkZones zones, TimeProvider clock)
{
    public async ValueTask<IReadOnlyList<InboxTaskAnswer>> Of(
        HttpContext http,
        IReadOnlyList<TaskRow> rows,
        CancellationToken ct
    )
    {
        var viewer = http.Viewer();
        var linked = await links.Links(
            viewer,
            rows.Select(row => row.Deal).OfType<Guid>(),
            rows.Select(row => row.Client).OfType<Guid>(),
            ct
        );
        var (now, zone) = (clock.GetUtcNow(), (await zones.Load(ct))(viewer.Caller.User));
        List<InboxTaskAnswer> answers = new(rows.Count);
        foreach (var row in rows)
            answers.Add(Of(row, await Title(row, viewer.Language, ct), linked, (now, zone)));
        return answers;
    }

    private static InboxTaskAnswer Of(
        TaskRow row,
        string? title,
        AssignmentLinks linked,
        (DateTimeOffset Now, TimeZoneInfo Zone) at
    ) =>
        new(
            row.IsStage ? TaskType.Stage : TaskType.Assignment,
            row.Id,
            title,
            row.IsOpen ? InboxStatus.Open : InboxStatus.Done,
            Enum.Parse<TaskState>(row.Status, ignoreCase: true),
            row.Code,
            row.Stage,
            row.DueAt,
            row.DueAt is { } due ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, at.Zone).DateTime) : null,
            row.IsOpen && row.DueAt < at.Now,
            row.FirstDueAt,
            row.Postponed,
            (Importance)row.Importance,
            linked.User(row.Assignee is { } assignee ? new UserId(assignee) : null),
            linked.ActingFor(row.IsOpen && row.Assignee is { } away ? new UserId(away) : null),
            row.Assignee is null ? row.Role : null,
            linked.User(!row.IsStage && row.Owner is { } author ? new UserId(author) : null),
            linked.User(row.Reviewer is { } reviewer ? new UserId(reviewer) : null),
            linked.Deal(row.Deal),
            linked.Client(row.Client, row.Deal),
            row.RaisedAt,
            row.ClosedAt
        );

    /// <summary>A task of an earlier version of the kind, which the present one does not know, keeps its code for a title.</summary>
    private async ValueTask<string?> Title(TaskRow row, string language, CancellationToken ct) =>
        row.IsStage
            ? (await kinds.Process(row.Kind!, row.KindVersion!.Value, ct)).Template(row.Code!)?.Title.In(language)
                ?? row.Code
            : row.Title;
}
