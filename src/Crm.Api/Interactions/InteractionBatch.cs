using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Api.Batches;

namespace Crm.Api.Interactions;

/// <summary>What a batch does to each of its interactions.</summary>
[JsonConverter(typeof(CamelCase<InteractionAction>))]
public enum InteractionAction
{
    Review,
    ReviewAfter,
}

/// <summary>Takes many interactions out of the queue of what waits for an answer, or lets them wait.</summary>
/// <param name="Action"><c>review</c> or <c>reviewAfter</c>.</param>
/// <param name="Items">The interactions, 1 to 200.</param>
/// <param name="At">With <c>reviewAfter</c>: from when on they wait, in the future.</param>
public sealed record InteractionBatchBody(
    InteractionAction Action,
    IReadOnlyList<InteractionBatchItemBody> Items,
    DateTimeOffset? At = null
);

/// <summary>An interaction of a batch.</summary>
/// <param name="Id">Id of the interaction.</param>
public sealed record InteractionBatchItemBody(Guid Id);

/// <summary>Results of a batch.</summary>
/// <param name="Results">One for each item, in their order.</param>
public sealed record InteractionBatchAnswer(IReadOnlyList<InteractionBatchResult> Results);

/// <summary>The result of an item, independent of the others.</summary>
/// <param name="Index">Position of the item, from 0.</param>
/// <param name="Status">HTTP status of the single call.</param>
/// <param name="Id">Id of the interaction.</param>
/// <param name="Problem">The problem document that the single call would answer; null when the item succeeded.</param>
public sealed record InteractionBatchResult(int Index, int Status, Guid Id, JsonObject? Problem);

/// <summary>POST /interactions/batch.</summary>
public static class InteractionBatchEndpoint
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/interactions/batch", Post)
            .Operation(
                new("batchInteractions")
                {
                    Permission = Permissions.InteractionsWrite,
                    Tag = "Interactions",
                    Summary = "Review many interactions",
                    Description =
                        "Marks up to 200 interactions as dealt with, or lets them wait. Each item is a transaction of its own, needs what "
                        + "the single call needs, and has a result of its own. With the same key the whole batch is executed once.",
                    RequiresKey = true,
                    Refusals = ["validation.failed", "idempotency_key.required", "idempotency.key_reused"],
                }
            )
            .Takes(new InteractionBatchBody(InteractionAction.Review, [new(Sample.Interaction)]))
            .Answers<InteractionBatchAnswer>()
            .WithoutPreview();

    private static async Task<IResult> Post(HttpContext http, BatchItems items, RequestAnswers answers)
    {
        var body = await Body.Read<InteractionBatchBody>(http);
        TextValidation.Some(body.Items, "/items", Most);
        if (body.Action == InteractionAction.ReviewAfter == body.At is null)
            throw body.At is null
                ? ProblemException.Member("/at", "member.required", Phrase.None)
                : ProblemException.Member("/at", "member.not_applicable", "with reviewAfter");
        var key = CommandRequests.Key(http, body);
        if (await answers.Replay(http, key) is { } replayed)
            return replayed;
        List<InteractionBatchResult> results = new(body.Items.Count);
        for (var index = 0; index < body.Items.Count; index++)
        {
            var id = body.Items[index].Id;
            var (status, problem) = await items.Execute(http, Call(body, id), $"{key!.Id}\n{index}");
            results.Add(new(index, status, id, problem));
        }

        var answer = StoredAnswer.Create(http.Viewer(), 200, new InteractionBatchAnswer(results));
        await answers.Keep(http.Viewer(), key, answer, (Guid.Empty, 0), CancellationToken.None);
        return new AnswerResult(answer, null);
    }

    private static BatchCall Call(InteractionBatchBody body, Guid id)
    {
        var route = new Dictionary<string, string>(StringComparer.Ordinal) { ["interactionId"] = id.ToString() };
        return body.At is { } at
            ? new("postponeInteractionReview", route, new JsonObject { ["at"] = Wire.Text(at) })
            : new("reviewInteraction", route, []);
    }
}
