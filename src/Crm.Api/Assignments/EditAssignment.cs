using Crm.Domain.Assignments;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Assignments;

/// <summary>Changes an assignment; a merge patch: an omitted member stays, null clears it.</summary>
/// <param name="Title">What is to be done, up to 500 characters; cannot be cleared.</param>
/// <param name="Text">What is to be done, at length, up to 10,000 characters.</param>
/// <param name="Importance">How much depends on it; cannot be cleared.</param>
/// <param name="ReviewerId">Who confirms the result or returns it for rework.</param>
/// <param name="ReviewDueAt">Due time of the review; needs a reviewer.</param>
public sealed record EditAssignmentBody(
    string? Title = null,
    [SeveralLines] string? Text = null,
    Importance? Importance = null,
    Guid? ReviewerId = null,
    DateTimeOffset? ReviewDueAt = null
);

/// <summary>PATCH /assignments/{assignmentId}.</summary>
public static class EditAssignmentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/assignments/{assignmentId:guid}", Patch)
            .Operation(
                new("updateAssignment")
                {
                    Permission = Permissions.AssignmentsWrite,
                    SeesItself = true,
                    Tag = "Assignments",
                    Summary = "Edit an assignment",
                    Description =
                        "Changes title, text, importance and review by merge patch; the due date is moved by `postpone`, the assignee by "
                        + "`redirect`. For the author and those who have the author in scope. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "assignment.not_found",
                        "assignment.not_author",
                        "assignment.closed",
                        "assignment.in_review",
                    ],
                }
            )
            .TakesPatch(new EditAssignmentBody(Importance: Importance.High, ReviewerId: Sample.User))
            .Answers<AssignmentAnswer>()
            .Capability(Capabilities.Assignments);

    private static async Task<IResult> Patch(
        Guid assignmentId,
        HttpContext http,
        IMessageBus bus,
        AssignmentInput input,
        AssignmentCalls calls,
        TimeProvider clock
    )
    {
        var (body, given) = await Body.ReadPatch<EditAssignmentBody>(http);
        if (given.Contains("importance") && body.Importance is null)
            throw ProblemException.Member("/importance", "member.null", "low, normal or high");
        var reviewer = body.ReviewerId is { } id
            ? await input.User(id, "/reviewerId", http.RequestAborted)
            : (UserId?)null;
        var command = new EditAssignment(
            given.Contains("title") ? TextValidation.Personal(body.Title ?? "", "/title", TextValidation.Title) : null,
            body.Importance
        )
        {
            ChangesText = given.Contains("text"),
            Text = TextValidation.PersonalOrNull(body.Text, "/text"),
            ChangesReviewer = given.Contains("reviewerId"),
            Reviewer = reviewer,
            ChangesReviewDue = given.Contains("reviewDueAt"),
            ReviewDue = body.ReviewDueAt is { } at ? DueDate.OfInstant(at, clock.GetUtcNow()) : null,
        };
        return await bus.Answer(
            http,
            await calls.Command(http, assignmentId, command, new { body, given = given.Order() })
        );
    }
}
