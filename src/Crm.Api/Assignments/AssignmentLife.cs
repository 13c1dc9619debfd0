using Crm.Domain.Assignments;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Assignments;

/// <summary>POST /assignments/{assignmentId}/…: the life of an assignment.</summary>
public static class AssignmentLifeEndpoints
{
    private const string Closed = "assignment.closed";
    private const string InReview = "assignment.in_review";
    private const string NotAssignee = "assignment.not_assignee";
    private const string NotAuthor = "assignment.not_author";

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapWork(routes);
        MapReview(routes);
        MapChanges(routes);
    }

    private static void MapWork(IEndpointRouteBuilder routes)
    {
        new Step<NoBody>("accept", "Accept an assignment", new(), (_, _, _) => Made(new AcceptAssignment()))
        {
            Description =
                "The assignee takes it on. Of an assignment to a role the first member to accept becomes its assignee; of two at once "
                + "one wins.",
            IsOptional = true,
            Refusals = [NotAssignee, "assignment.taken", Closed],
        }.Map(routes);
        new Step<DeclineAssignmentBody>(
            "decline",
            "Decline an assignment",
            new("До пятницы занят на выставке"),
            (body, _, _) => Made(new DeclineAssignment(TextValidation.Personal(body.Reason, "/reason")))
        )
        {
            Description = "The assignee refuses it, also after accepting it; its author may give it to another user.",
            Refusals = ["validation.failed", NotAssignee, Closed, InReview],
        }.Map(routes);
        new Step<CompleteAssignmentBody>(
            "complete",
            "Complete an assignment",
            new("Перезвонил, договорились на вторник"),
            (body, _, _) => Made(new CompleteAssignment(TextValidation.PersonalOrNull(body.Result, "/result")))
        )
        {
            Description =
                "The assignee completes it. With a reviewer it awaits their answer, without one it has ended. One that is open to a role "
                + "has to be accepted first.",
            IsOptional = true,
            Refusals = [NotAssignee, "assignment.not_accepted", Closed],
        }.Map(routes);
    }

    private static void MapReview(IEndpointRouteBuilder routes)
    {
        new Step<NoBody>("confirm", "Confirm an assignment", new(), (_, _, _) => Made(new ConfirmAssignment()))
        {
            Description = "The reviewer confirms the result, which ends the assignment.",
            IsOptional = true,
            Refusals = ["assignment.not_reviewer", "assignment.not_in_review"],
        }.Map(routes);
        new Step<ReturnAssignmentBody>(
            "return",
            "Return an assignment",
            new("Нет даты следующего звонка"),
            (body, _, _) => Made(new ReturnAssignment(TextValidation.Personal(body.Reason, "/reason")))
        )
        {
            Description = "The reviewer returns it to the assignee for rework; how often is counted.",
            Refusals = ["validation.failed", "assignment.not_reviewer", "assignment.not_in_review"],
        }.Map(routes);
        new Step<CancelAssignmentBody>(
            "cancel",
            "Cancel an assignment",
            new("Клиент позвонил сам"),
            (body, _, _) => Made(new CancelAssignment(TextValidation.Personal(body.Reason, "/reason")))
        )
        {
            Description = "For the author and those who have the author in scope.",
            Refusals = ["validation.failed", NotAuthor, Closed],
        }.Map(routes);
    }

    private static void MapChanges(IEndpointRouteBuilder routes)
    {
        new Step<RedirectAssignmentBody>(
            "redirect",
            "Redirect an assignment",
            new(Sample.Colleague, "Это его клиент"),
            async (body, input, ct) =>
            {
                var to = await input.User(body.UserId, "/userId", ct);
                return new RedirectAssignment(
                    to,
                    await input.ZoneOf(to, ct),
                    TextValidation.PersonalOrNull(body.Reason, "/reason")
                );
            }
        )
        {
            Description =
                "Gives it to another user, who has yet to accept it; a declined one is open again. For the assignee, the author and those "
                + "who have either in scope.",
            NeedsCapability = true,
            Refusals = ["validation.failed", NotAuthor, Closed, InReview],
        }.Map(routes);
        new Step<PostponeAssignmentBody>(
            "postpone",
            "Postpone an assignment",
            new("Клиент в отпуске", Sample.Later),
            async (body, input, ct) =>
                new PostponeAssignment(
                    await input.Moved(body.DueOn, body.DueAt, ct),
                    TextValidation.Personal(body.Reason, "/reason")
                )
        )
        {
            Description =
                "Moves the due date; `firstDueAt` keeps the first one. For the assignee, the author and those who have either in scope.",
            NeedsCapability = true,
            Refusals = ["validation.failed", NotAuthor, Closed, InReview],
        }.Map(routes);
    }

    private static Task<AssignmentCommand> Made(AssignmentCommand command) => Task.FromResult(command);

    /// <summary>A step in the life of an assignment.</summary>
    /// <param name="Verb">Last segment of its path.</param>
    private sealed record Step<TBody>(
        string Verb,
        string Summary,
        TBody Example,
        Func<TBody, AssignmentInput, CancellationToken, Task<AssignmentCommand>> Make
    )
        where TBody : notnull
    {
        public required string Description { get; init; }
        public bool IsOptional { get; init; }

        /// <summary>Steps that only wind an assignment up need none.</summary>
        public bool NeedsCapability { get; init; }
        public string[] Refusals { get; init; } = [];

        public void Map(IEndpointRouteBuilder routes)
        {
            var route = routes
                .MapPost("/assignments/{assignmentId:guid}/" + Verb, Post)
                .Operation(
                    new(Verb + "Assignment")
                    {
                        Permission = Permissions.AssignmentsWrite,
                        SeesItself = true,
                        Tag = "Assignments",
                        Summary = Summary,
                        Description = Description,
                        Refusals = [AssignmentStream.NotFound, .. Refusals],
                    }
                )
                .Takes(Example, IsOptional)
                .Answers<AssignmentAnswer>();
            if (NeedsCapability)
                route.Capability(Capabilities.Assignments);
        }

        private async Task<IResult> Post(
            Guid assignmentId,
            HttpContext http,
            IMessageBus bus,
            AssignmentInput input,
            AssignmentCalls calls
        )
        {
            var body = await Body.Read<TBody>(http, IsOptional);
            var command = await Make(body, input, http.RequestAborted);
            return await bus.Answer(http, await calls.Command(http, assignmentId, command, body));
        }
    }
}
