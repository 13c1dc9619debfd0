using Crm.Domain.Deals.Tasks;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Skips a task.</summary>
public sealed record SkipStageTaskBody([SeveralLines] string Reason, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/tasks/{taskId}/skip.</summary>
public static class SkipStageTaskEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/tasks/{taskId:guid}/skip", Post)
            .Operation(
                new("skipTask")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Tasks",
                    Summary = "Skip a task",
                    Description =
                        "Continues the process without the evidence of the task; requires the permission "
                        + "task.skip. The conditions of the closing gate still apply.",
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "deal.not_found",
                        "task.not_found",
                        "task.not_open",
                        "task.not_skippable",
                        "deal.closed",
                    ],
                }
            )
            .Takes(new SkipStageTaskBody("Постоянный клиент, показывать нечего"))
            .Answers<DealAnswer>()
            .Capability(Capabilities.GuidedProcess);

    private static async Task<IResult> Post(Guid dealId, Guid taskId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<SkipStageTaskBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new SkipStageTask(new(taskId), reason),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
