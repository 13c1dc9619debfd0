using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Assignments;

namespace Crm.Api.Assignments;

/// <summary>The streams of assignments.</summary>
public static class AssignmentStream
{
    public const string NotFound = "assignment.not_found";

    public static StreamKind<AssignmentDocument> Kind { get; } =
        new(NotFound, AssignmentProjection.After, assignment => assignment.State.Version);
}

/// <summary>Gives an assignment.</summary>
public sealed record GiveAssignmentCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<AssignmentDocument>(Id, Events, Request);

/// <inheritdoc cref="GiveAssignmentCommand"/>
public static class GiveAssignmentCommandHandler
{
    public static Task<CommandOutcome> Handle(
        GiveAssignmentCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DocumentCreation<AssignmentDocument>(AssignmentStream.Kind, command, contexts), ct);
}

/// <summary>A command on an assignment.</summary>
public sealed record ExecuteAssignmentCommand(
    Guid Id,
    Func<AssignmentDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<AssignmentDocument>(Id, Decide, Request)
{
    /// <param name="links">What the answer shows; loaded before the command, which must not acquire a second connection.</param>
    public static ExecuteAssignmentCommand From(
        Guid id,
        AssignmentCommand command,
        CommandRequest request,
        AssignmentLinks links
    )
    {
        var caller = new AssignmentCaller(request.Caller.Grants);
        return new(id, (document, context) => command.Decide(document.State, caller, context), request)
        {
            Subject = links,
            // Whom it was offered by their role learns that another member was faster.
            Authorize = document =>
                caller.Sees(document.State) || command is AcceptAssignment && caller.WasOffered(document.State)
                    ? null
                    : new CommandOutcome.NotFound(AssignmentStream.NotFound),
        };
    }
}

/// <inheritdoc cref="ExecuteAssignmentCommand"/>
public static class ExecuteAssignmentCommandHandler
{
    public static Task<CommandOutcome> Handle(
        ExecuteAssignmentCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DocumentPlan<AssignmentDocument>(AssignmentStream.Kind, command, contexts), ct);
}

/// <summary>Answers with the assignment after a command.</summary>
public sealed class AssignmentRenderer(AssignmentAnswers answers) : AnswerRenderer<DocumentResult<AssignmentDocument>>
{
    protected override async ValueTask<StoredAnswer> Render(
        DocumentResult<AssignmentDocument> result,
        Viewer viewer,
        CancellationToken ct
    )
    {
        var links = result.Subject as AssignmentLinks ?? await answers.Links(viewer, result.Document, ct);
        var isNew = result.Events is [AssignmentGiven, ..];
        return answers.Of(result.Document, links).ToStored(viewer, isNew ? 201 : 200);
    }
}
