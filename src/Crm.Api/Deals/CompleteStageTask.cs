using Crm.Domain.Deals.Tasks;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Completes a task; the body may be empty.</summary>
/// <param name="Comment">Free-text comment; recorded in the history.</param>
/// <param name="Checklist">Confirmation per checklist item: the item's code and <c>true</c>.</param>
public sealed record CompleteStageTaskBody(
    [SeveralLines] string? Comment = null,
    SortedDictionary<string, bool>? Checklist = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/tasks/{taskId}/complete.</summary>
public static class CompleteStageTaskEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/tasks/{taskId:guid}/complete", Post)
            .Operation(
                new("completeTask")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Tasks",
                    Summary = "Complete a task",
                    Description =
                        "Completes a task when its checks hold and raises the next tasks in the same "
                        + "transaction. When checks do not hold, the answer lists them and the refusal is "
                        + "recorded in the history. Completing the last task closes the deal as won.",
                    Refusals =
                    [
                        "deal.not_found",
                        "task.not_found",
                        "task.not_open",
                        "task.checks_unmet",
                        "deal.closed",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new CompleteStageTaskBody("Договорились о следующем звонке"), optional: true)
            .Answers<DealAnswer>()
            .Capability(Capabilities.GuidedProcess);

    private static async Task<IResult> Post(Guid dealId, Guid taskId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<CompleteStageTaskBody>(http, optional: true);
        var comment = TextValidation.PersonalOrNull(body.Comment, "/comment");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new CompleteStageTask(new(taskId), comment)
                {
                    Ticked = [.. (body.Checklist ?? []).Where(x => x.Value).Select(x => x.Key)],
                },
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
