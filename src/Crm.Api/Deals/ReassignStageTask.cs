using Crm.Api.Catalog;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Assigns an open task to another user.</summary>
/// <param name="UserId">Id of the new assignee; null or omitted: the deal's manager.</param>
public sealed record ReassignStageTaskBody(
    Guid? UserId = null,
    [SeveralLines] string? Reason = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/tasks/{taskId}/reassign.</summary>
public static class ReassignStageTaskEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/tasks/{taskId:guid}/reassign", Post)
            .Operation(
                new("reassignTask")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Tasks",
                    Summary = "Reassign a task",
                    Description =
                        "Assigns an open task to another user; the deal's manager may still complete it. The "
                        + "assignee needs the permissions of their own to complete it.",
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
            .Takes(new ReassignStageTaskBody(Sample.User, "Уходит в отпуск"))
            .Answers<DealAnswer>()
            .Capability(Capabilities.GuidedProcess);

    private static async Task<IResult> Post(
        Guid dealId,
        Guid taskId,
        HttpContext http,
        IMessageBus bus,
        References references
    )
    {
        var body = await Body.Read<ReassignStageTaskBody>(http);
        var user = body.UserId is { } id ? await references.User(id, "/userId", http.RequestAborted) : (UserId?)null;
        var reason = TextValidation.PersonalOrNull(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new ReassignStageTask(new(taskId), user, reason),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
