using Crm.Api.Assignments;
using Crm.Api.Deals;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Tasks;

/// <summary>Moves the due date of a stage task.</summary>
/// <param name="Reason">Why, up to 10,000 characters.</param>
/// <param name="DueOn">
/// New due day: to its end in the assignee's time zone, for a role in the company's. Give dueOn or dueAt.
/// </param>
/// <param name="DueAt">New due time, in the future. Give dueAt or dueOn.</param>
public sealed record PostponeTaskBody(
    [SeveralLines] string Reason,
    DateOnly? DueOn = null,
    DateTimeOffset? DueAt = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/tasks/{taskId}/postpone and /accept.</summary>
public static class StageTaskEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/tasks/{taskId:guid}/postpone", Postpone)
            .Operation(
                new("postponeTask")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Tasks",
                    Summary = "Postpone a task",
                    Description =
                        "Moves the due date of an open task, with a reason; `firstDueAt` keeps the first one. When the new date passes, "
                        + "the task is overdue again.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "task.not_found",
                        "task.not_open",
                        "deal.closed",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new PostponeTaskBody("Клиент в отпуске", Sample.Later))
            .Answers<DealAnswer>()
            .Capability(Capabilities.GuidedProcess);
        routes
            .MapPost("/deals/{dealId:guid}/tasks/{taskId:guid}/accept", Accept)
            .Operation(
                new("acceptTask")
                {
                    Permission = Permissions.AssignmentsWrite,
                    SeesItself = true,
                    Tag = "Tasks",
                    Summary = "Accept a task",
                    Description =
                        "Takes on a task that is open to a role: its first member to accept becomes the assignee, who sees the deal while "
                        + "the task is open. The caller needs the role, not sight of the deal.",
                    Refusals =
                    [
                        "deal.not_found",
                        "task.not_found",
                        "task.not_open",
                        "task.not_offered",
                        "task.role_missing",
                        "task.taken",
                    ],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<DealAnswer>()
            .Capability(Capabilities.GuidedProcess);
    }

    private static async Task<IResult> Postpone(
        Guid dealId,
        Guid taskId,
        HttpContext http,
        IMessageBus bus,
        AssignmentInput input,
        TimeProvider clock
    )
    {
        var body = await Body.Read<PostponeTaskBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason");
        var due = await input.Moved(body.DueOn, body.DueAt, http.RequestAborted);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new PostponeStageTask(
                    new(taskId),
                    assignee => due(assignee, clock.GetUtcNow()).At,
                    body.DueOn is null ? "/dueAt" : "/dueOn",
                    reason
                ),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }

    private static async Task<IResult> Accept(Guid dealId, Guid taskId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        var (request, grants) = (http.CommandRequest(body), Caller.Of(http).Grants);
        // The decision judges the role; the permission on the deal is not needed, and follows from the task.
        request = request with
        {
            Preconditions = request.Preconditions with { Permission = null },
        };
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                deal => new AcceptStageTask(
                    new(taskId),
                    grants.User,
                    grants.Roles,
                    grants.May(Permissions.DealsRead, deal.State.Users)
                ),
                request
            )
        );
    }
}
