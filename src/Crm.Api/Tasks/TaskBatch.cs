using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Api.Batches;
using Crm.Projections.ReadModels.Tasks;

namespace Crm.Api.Tasks;

/// <summary>What a batch does to each of its tasks.</summary>
[JsonConverter(typeof(CamelCase<TaskAction>))]
public enum TaskAction
{
    Complete,
    Reassign,
    Postpone,
    Accept,
}

/// <summary>The same step for many tasks.</summary>
/// <param name="Action">
/// The step: <c>complete</c>, <c>reassign</c> (of an assignment: redirect), <c>postpone</c> or <c>accept</c>.
/// </param>
/// <param name="Items">The tasks, 1 to 200.</param>
public sealed record TaskBatchBody(TaskAction Action, IReadOnlyList<TaskBatchItemBody> Items);

/// <summary>A task of a batch, with the members of the single call; those that it does not take are refused.</summary>
/// <param name="Type">What the task is.</param>
/// <param name="Id">Id of the stage task or assignment.</param>
/// <param name="Comment">Completing a stage task: free-text comment.</param>
/// <param name="Checklist">Completing a stage task: the item's code and <c>true</c>.</param>
/// <param name="Result">Completing an assignment: what came of it.</param>
/// <param name="UserId">Reassigning: id of the new assignee.</param>
/// <param name="Reason">Reassigning and postponing: why.</param>
/// <param name="DueOn">Postponing: new due day.</param>
/// <param name="DueAt">Postponing: new due time.</param>
public sealed record TaskBatchItemBody(
    TaskType Type,
    Guid Id,
    [SeveralLines] string? Comment = null,
    SortedDictionary<string, bool>? Checklist = null,
    [SeveralLines] string? Result = null,
    Guid? UserId = null,
    [SeveralLines] string? Reason = null,
    DateOnly? DueOn = null,
    DateTimeOffset? DueAt = null
);

/// <summary>Results of a batch.</summary>
/// <param name="Results">One for each item, in their order.</param>
public sealed record TaskBatchAnswer(IReadOnlyList<TaskBatchResult> Results);

/// <summary>The result of an item, independent of the others.</summary>
/// <param name="Index">Position of the item, from 0.</param>
/// <param name="Status">HTTP status of the single call.</param>
/// <param name="Id">Id of the task.</param>
/// <param name="Problem">The problem document that the single call would answer; null when the item succeeded.</param>
public sealed record TaskBatchResult(int Index, int Status, Guid Id, JsonObject? Problem);

/// <summary>POST /tasks/batch.</summary>
public static class TaskBatchEndpoint
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/tasks/batch", Post)
            .Operation(
                new("batchTasks")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Tasks",
                    Summary = "Change many tasks",
                    Description =
                        "Completes, reassigns, postpones or accepts up to 200 tasks. Each item is a transaction of its own, needs what the "
                        + "single call needs, and has a result of its own. With the same key the whole batch is executed once.",
                    RequiresKey = true,
                    Refusals = ["validation.failed", "idempotency_key.required", "idempotency.key_reused"],
                }
            )
            .Takes(
                new TaskBatchBody(
                    TaskAction.Postpone,
                    [
                        new(TaskType.Stage, Sample.Task, Reason: "Клиент в отпуске", DueOn: Sample.Later),
                        new(TaskType.Assignment, Sample.Assignment, Reason: "Клиент в отпуске", DueOn: Sample.Later),
                    ]
                )
            )
            .Answers<TaskBatchAnswer>()
            .WithoutPreview();

    private static async Task<IResult> Post(
        HttpContext http,
        TaskSubjects subjects,
        BatchItems items,
        RequestAnswers answers
    )
    {
        var body = await Body.Read<TaskBatchBody>(http);
        TextValidation.Some(body.Items, "/items", Most);
        var (ct, key) = (http.RequestAborted, CommandRequests.Key(http, body));
        if (await answers.Replay(http, key) is { } replayed)
            return replayed;
        var deals = await subjects.DealsOf(
            [.. body.Items.Where(item => item.Type == TaskType.Stage).Select(item => item.Id)],
            ct
        );
        List<TaskBatchResult> results = new(body.Items.Count);
        for (var index = 0; index < body.Items.Count; index++)
        {
            var item = body.Items[index];
            var (status, problem) = await items.Execute(
                http,
                Call(body.Action, item, deals.GetValueOrDefault(item.Id)),
                $"{key!.Id}\n{index}"
            );
            results.Add(new(index, status, item.Id, problem));
        }

        var answer = StoredAnswer.Create(http.Viewer(), 200, new TaskBatchAnswer(results));
        await answers.Keep(http.Viewer(), key, answer, (Guid.Empty, 0), CancellationToken.None);
        return new AnswerResult(answer, null);
    }

    /// <summary>The single call of an item. A stage task that does not exist is one of a deal that nobody sees.</summary>
    private static BatchCall Call(TaskAction action, TaskBatchItemBody item, Guid deal)
    {
        var isStage = item.Type == TaskType.Stage;
        var operation = (action, isStage) switch
        {
            (TaskAction.Complete, true) => "completeTask",
            (TaskAction.Complete, false) => "completeAssignment",
            (TaskAction.Reassign, true) => "reassignTask",
            (TaskAction.Reassign, false) => "redirectAssignment",
            (TaskAction.Postpone, true) => "postponeTask",
            (TaskAction.Postpone, false) => "postponeAssignment",
            (_, true) => "acceptTask",
            _ => "acceptAssignment",
        };
        var members = System.Text.Json.JsonSerializer.SerializeToNode(item, Wire.WithValues)!.AsObject();
        members.Remove("type");
        members.Remove("id");
        Dictionary<string, string> route = isStage
            ? new(StringComparer.Ordinal) { ["dealId"] = deal.ToString(), ["taskId"] = item.Id.ToString() }
            : new(StringComparer.Ordinal) { ["assignmentId"] = item.Id.ToString() };
        return new(operation, route, members);
    }
}
