using Crm.Api.Assignments;
using Crm.Api.Paging;
using Crm.Projections.ReadModels.Tasks;
using Npgsql;

namespace Crm.Api.Tasks;

/// <summary>GET /tasks and /tasks/counts.</summary>
public static class InboxEndpoints
{
    private static readonly Param[] Filters =
    [
        Param.One("type", ValueSet.Of<TaskType>(), "Only stage tasks, or only assignments."),
        Param.Several("status", ValueSet.Of<InboxStatus>(), "`open` (the default), `done`, or both.", "open"),
        .. TaskFilters.Shared,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tasks", List)
            .Operation(
                new("listInbox")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Tasks",
                    Summary = "List tasks",
                    Description =
                        "The inbox: stage tasks and assignments in one list, by default the open ones by due date. The caller sees their "
                        + "own, those that they gave or review or that are open to one of their roles, those of users in their scope, and "
                        + "the stage tasks of deals that they see. Each shows its deal and client as far as the caller sees these.",
                    Query = [.. Param.Page, Param.Count, TaskFilters.Sort, .. Filters],
                    Refusals = ["limit.invalid", "cursor.invalid", "sort.invalid"],
                }
            )
            .AnswersList<InboxTaskAnswer>();
        routes
            .MapGet("/tasks/counts", Counts)
            .Operation(
                new("getInboxCounts")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Tasks",
                    Summary = "Count tasks",
                    Description =
                        "Numbers of the tasks that GET /tasks would list with the same filters, by day of their due time, assignee, type "
                        + "or importance. No task is loaded.",
                    Query =
                    [
                        Param.One(
                            "groupBy",
                            ValueSet.Of<TaskGrouping>(),
                            "What to group by; `day` when omitted. Days are of the caller's time zone.",
                            "day"
                        ),
                        .. Filters,
                    ],
                }
            )
            .Answers<TaskCountsAnswer>()
            .IsHeavy();
    }

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        TaskFilters filters,
        InboxRows rows
    ) =>
        await new PageOf(await Filtered(http, filters)).Answer(
            http,
            database,
            cursors,
            TaskFilters.SortOf(http),
            TaskList.Read,
            page => rows.Of(http, page, http.RequestAborted)
        );

    private static async Task<IResult> Counts(
        HttpContext http,
        NpgsqlDataSource database,
        TaskFilters filters,
        WorkZones zones,
        AccessRegistry access
    )
    {
        var ct = http.RequestAborted;
        var list = await Filtered(http, filters);
        var grouping = Query.Value<TaskGrouping>(http, "groupBy") ?? TaskGrouping.Day;
        var zone = (await zones.Load(ct))(Caller.Of(http).User).Id;
        var found = await new KeysetPages(list).CountBy(database, list.KeyOf(grouping, zone), ct);
        var staff = await access.Staff(ct);
        return Reply.Ok(
            new TaskCountsAnswer(
                grouping,
                zone,
                [
                    .. found.Select(one => new TaskCountAnswer(
                        one.Key,
                        grouping == TaskGrouping.Assignee && one.Key is { } id
                            ? staff.Users.GetValueOrDefault(new UserId(Guid.Parse(id)))?.Name.Text
                            : null,
                        one.Count
                    )),
                ],
                found.Sum(one => one.Count)
            )
        );
    }

    private static async Task<TaskList> Filtered(HttpContext http, TaskFilters filters)
    {
        var list = await filters.List(http);
        if (Query.Value<TaskType>(http, "type") is { } type)
            list.OfType(type == TaskType.Stage);
        var statuses = (Query.List(http, "status") ?? ["open"]).Distinct().ToArray();
        if (statuses is [var only])
            list.IsOpen(only == "open");
        return list;
    }
}
