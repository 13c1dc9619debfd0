using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Assignments;
using Crm.Projections.ReadModels.Tasks;
using Npgsql;

namespace Crm.Api.Assignments;

/// <summary>GET /assignments, /assignments/{assignmentId} and its history.</summary>
public static class ReadAssignmentsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/assignments", List)
            .Operation(
                new("listAssignments")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Assignments",
                    Summary = "List assignments",
                    Description =
                        "Assignments that the caller has, has given or reviews, that are open to one of their roles, and those of users in "
                        + "their scope. Sorted by due date unless `sort` says otherwise; those without one come last.",
                    Query =
                    [
                        .. Param.Page,
                        Param.Count,
                        TaskFilters.Sort,
                        Param.Several("status", ValueSet.Of<AssignmentStatus>(), "States; any of several.", "given"),
                        .. TaskFilters.Shared,
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid", "sort.invalid"],
                }
            )
            .AnswersList<AssignmentAnswer>();
        routes
            .MapGet("/assignments/{assignmentId:guid}", Get)
            .Operation(
                new("getAssignment")
                {
                    Permission = Permissions.DealsRead,
                    SeesItself = true,
                    Tag = "Assignments",
                    Summary = "Read an assignment",
                    Description =
                        "An assignment in its present state or as of a past time, for those who may see it now.",
                    Query = [Param.AsOf],
                    Refusals = [AssignmentStream.NotFound],
                }
            )
            .Answers<AssignmentAnswer>();
        routes
            .MapGet("/assignments/{assignmentId:guid}/history", History)
            .Operation(
                new("listAssignmentHistory")
                {
                    Permission = Permissions.DealsRead,
                    SeesItself = true,
                    Tag = "Assignments",
                    Summary = "Read the history of an assignment",
                    Description = "Every step in the order of recording, with author, time and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = [AssignmentStream.NotFound, "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
    }

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        TaskFilters filters,
        StoredDocuments documents,
        AssignmentAnswers answers
    )
    {
        var ct = http.RequestAborted;
        var list = await filters.List(http);
        list.OfType(isStage: false);
        if (Query.List(http, "status") is { } statuses)
            list.InStatus(statuses);
        return await new PageOf(list).Answer(
            http,
            database,
            cursors,
            TaskFilters.SortOf(http),
            TaskList.Read,
            async rows =>
            {
                var found = await documents.FindMany<AssignmentDocument>([.. rows.Select(row => row.Id)], ct);
                var links = await answers.Links(
                    http.Viewer(),
                    rows.Select(row => row.Deal).OfType<Guid>(),
                    rows.Select(row => row.Client).OfType<Guid>(),
                    ct
                );
                return (IReadOnlyList<AssignmentAnswer>)[.. rows.Select(row => answers.Of(found[row.Id], links))];
            }
        );
    }

    private static async Task<IResult> Get(
        Guid assignmentId,
        HttpContext http,
        StoredDocuments documents,
        AssignmentAnswers answers,
        ResourceHistory history
    )
    {
        var present = await Visible(http, assignmentId, documents);
        if (Query.Instant(http, "asOf") is not { } asOf)
            return Reply.Ok(await answers.Of(http.Viewer(), present, http.RequestAborted), present.State.Version);
        var then = await history.At(
            http,
            assignmentId,
            (AssignmentDocument?)null,
            Fold(assignmentId),
            AssignmentStream.NotFound
        );
        var links = await answers.Links(http.Viewer(), present, http.RequestAborted);
        return Reply.Ok(answers.Of(then!, links, asOf), then!.State.Version);
    }

    private static async Task<IResult> History(
        Guid assignmentId,
        HttpContext http,
        StoredDocuments documents,
        AssignmentAnswers answers,
        ResourceHistory history
    )
    {
        var present = await Visible(http, assignmentId, documents);
        var links = await answers.Links(http.Viewer(), present, http.RequestAborted);
        return await history.Page(
            http,
            assignmentId,
            (AssignmentDocument?)null,
            Fold(assignmentId),
            document => document is null ? null : Shown(document, answers.Of(document, links)),
            AssignmentStream.NotFound
        );
    }

    /// <summary>The assignment as it is now, by which rights on its past are judged too.</summary>
    private static async Task<AssignmentDocument> Visible(HttpContext http, Guid id, StoredDocuments documents) =>
        await documents.Find<AssignmentDocument>(id, http.RequestAborted) is { } found
        && new AssignmentCaller(Caller.Of(http).Grants).Sees(found.State)
            ? found
            : throw ProblemException.NotFound(AssignmentStream.NotFound);

    private static Func<AssignmentDocument?, EventRow, AssignmentDocument?> Fold(Guid id) =>
        (before, e) =>
            e.Entry.Stream == "assignment"
                ? AssignmentProjection.After(before, id, e.Data, e.RecordedAt)
                : throw ProblemException.NotFound(AssignmentStream.NotFound);

    /// <summary>What changes: the instants of the steps stand beside them.</summary>
    private static object Shown(AssignmentDocument document, AssignmentAnswer x) =>
        new
        {
            x.Title,
            x.Text,
            x.Status,
            x.Importance,
            x.Assignee,
            x.AssigneeRole,
            x.Author,
            x.Reviewer,
            x.Deal,
            x.Client,
            x.DueAt,
            x.DueOn,
            x.FirstDueAt,
            x.Postponed,
            Overdue = document.State.Overdue || document.State.ReviewOverdue,
            x.ReviewDueAt,
            x.Returned,
            x.Result,
            x.Reason,
        };
}
