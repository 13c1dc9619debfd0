using Crm.Api.Catalog;
using Crm.Api.Interactions;
using Crm.Domain.Assignments;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Assignments;

/// <summary>Gives an assignment (задание) to a colleague or to a role.</summary>
/// <param name="Title">What is to be done, up to 500 characters.</param>
/// <param name="Assignee">Who has to do it.</param>
/// <param name="Text">What is to be done, at length, up to 10,000 characters.</param>
/// <param name="DueOn">Due day: to its end in the assignee's time zone, for a role in the company's. Give dueOn or dueAt.</param>
/// <param name="DueAt">Due time. Give dueAt or dueOn.</param>
/// <param name="Importance">How much depends on it; <c>normal</c> when omitted.</param>
/// <param name="DealId">The deal that it is about; the caller must see it. The assignee sees no more of it than before.</param>
/// <param name="ClientId">The client that it is about; the caller must see it.</param>
/// <param name="InteractionId">
/// The interaction that it follows from; the caller must see it. Its deal or client is that of the assignment unless one is given.
/// </param>
/// <param name="ReviewerId">Who confirms the result or returns it for rework; without one, completing ends the assignment.</param>
/// <param name="ReviewDueAt">Due time of the review; needs reviewerId.</param>
public sealed record GiveAssignmentBody(
    string Title,
    AssigneeBody Assignee,
    [SeveralLines] string? Text = null,
    DateOnly? DueOn = null,
    DateTimeOffset? DueAt = null,
    Importance? Importance = null,
    Guid? DealId = null,
    Guid? ClientId = null,
    Guid? ReviewerId = null,
    DateTimeOffset? ReviewDueAt = null,
    Guid? InteractionId = null,
    Guid? Id = null
);

/// <summary>Who has to do an assignment: a user, or a role of which the first member to accept has it.</summary>
/// <param name="UserId">Id of an active user. Give either userId or role.</param>
/// <param name="Role">Code of a role. Give either role or userId.</param>
public sealed record AssigneeBody(Guid? UserId = null, [property: Identifier] string? Role = null);

/// <summary>POST /assignments.</summary>
public static class GiveAssignmentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/assignments", Post)
            .Operation(
                new("giveAssignment")
                {
                    Permission = Permissions.AssignmentsWrite,
                    Tag = "Assignments",
                    Summary = "Give an assignment",
                    Description =
                        "Gives an assignment (задание) to an active user, or to a role of which the first member to accept has it. It "
                        + "may be about a deal or a client that the caller sees; it grants nobody sight of them.",
                    Refusals = ["validation.failed", "id.taken"],
                }
            )
            .Takes(
                new GiveAssignmentBody(
                    "Перезвонить в ООО «Ромашка»",
                    new(UserId: Sample.Colleague),
                    "Спрашивали про сроки поставки",
                    DueOn: Sample.Later,
                    Importance: Importance.High,
                    DealId: Sample.Deal
                )
            )
            .Answers<AssignmentAnswer>(201)
            .Answers<AssignmentAnswer>()
            .Capability(Capabilities.Assignments);

    private static async Task<IResult> Post(
        HttpContext http,
        IMessageBus bus,
        AssignmentInput input,
        References references,
        VisibleDeals deals,
        InteractionReferences interactions,
        TimeProvider clock
    )
    {
        var (body, ct) = (await Body.Read<GiveAssignmentBody>(http), http.RequestAborted);
        var caller = Caller.Of(http);
        var (user, role) = await Assignee(input, body.Assignee, ct);
        var reviewer = body.ReviewerId is { } id ? await input.User(id, "/reviewerId", ct) : (UserId?)null;
        if (body.ReviewDueAt is not null && reviewer is null)
            throw ProblemException.Member("/reviewDueAt", "member.not_applicable", "with reviewerId");
        if (body.DealId is { } deal && !await deals.Contains(deal, caller.Visibility, ct))
            throw ProblemException.Member("/dealId", "deal.not_found", "the id of a deal");
        var client = body.ClientId is { } of ? await references.Client(http, of, "/clientId") : (ClientId?)null;
        var from = body.InteractionId is { } interaction
            ? await interactions.Seen(http, interaction, "/interactionId")
            : null;
        var isPlaced = body.DealId is not null || client is not null;
        var given = new AssignmentGiven(
            TextValidation.Personal(body.Title, "/title", TextValidation.Title),
            TextValidation.PersonalOrNull(body.Text, "/text"),
            body.Importance ?? Importance.Normal,
            user,
            role,
            caller.User
        )
        {
            Deal =
                body.DealId is { } about ? new DealId(about)
                : isPlaced ? null
                : from?.Deal,
            Client = isPlaced ? client : from?.Client,
            Interaction = from?.Id,
            Due = await input.Due(body.DueOn, body.DueAt, user, ct),
            Reviewer = reviewer,
            ReviewDue = body.ReviewDueAt is { } at ? DueDate.OfInstant(at, clock.GetUtcNow()) : null,
            HappenedAt = clock.GetUtcNow(),
        };
        return await bus.Answer(
            http,
            new GiveAssignmentCommand(
                body.Id ?? Guid.CreateVersion7(),
                [given],
                http.CommandRequest(body, null, body.Id)
            )
        );
    }

    private static async Task<(UserId? User, string? Role)> Assignee(
        AssignmentInput input,
        AssigneeBody assignee,
        CancellationToken ct
    ) =>
        (assignee.UserId, assignee.Role) switch
        {
            ({ } user, null) => (await input.User(user, "/assignee/userId", ct), null),
            (null, { } role) => (null, await input.Role(role, "/assignee/role", ct)),
            (null, null) => throw ProblemException.Member("/assignee", "member.required", "userId or role"),
            _ => throw ProblemException.Member("/assignee/role", "member.conflict", "either userId or role"),
        };
}
