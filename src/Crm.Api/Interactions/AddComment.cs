using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Wolverine;

namespace Crm.Api.Interactions;

/// <summary>Adds a comment to the deal.</summary>
/// <param name="Text">Text of the comment.</param>
public sealed record AddCommentBody([SeveralLines] string Text, Guid? Id = null, DateTimeOffset? HappenedAt = null);

/// <summary>A comment on a deal.</summary>
/// <param name="Text">Text of the comment; null after it was erased.</param>
public sealed record CommentAnswer(
    Guid Id,
    Guid DealId,
    string? Text,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static CommentAnswer Of(PartOf<CommentAdded> x) =>
        new(x.Fact.Comment.Value, x.Deal.Id.Value, x.Fact.Text.Text, x.Fact.HappenedAt, x.RecordedAt);
}

/// <summary>/deals/{dealId}/comments.</summary>
public static class CommentEndpoints
{
    private static readonly PartRoutes Routes = new("comments", "Comment", "commentId", "Interactions");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/comments", Post)
            .Operation(
                new("createComment")
                {
                    Permission = Permissions.InteractionsWrite,
                    Tag = "Interactions",
                    Summary = "Add a comment",
                    Description = "Adds a comment to the deal; also available for closed deals.",
                    Refusals = ["validation.failed", "deal.not_found", "happened_at.out_of_order", "id.taken"],
                }
            )
            .Takes(new AddCommentBody("Просят рассрочку на два месяца"))
            .Answers<CommentAnswer>(201)
            .Answers<CommentAnswer>();
        Routes.Read<CommentAdded, CommentAnswer>(routes, x => x.Comment.Value, "comment.not_found", CommentAnswer.Of);
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<AddCommentBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var command = new AddComment(new(id), TextValidation.Personal(body.Text, "/text"));
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }
}
