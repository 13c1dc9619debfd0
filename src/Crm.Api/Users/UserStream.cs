using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Users;

/// <summary>The streams of users.</summary>
public static class UserStream
{
    public static StreamKind<UserDocument> Kind { get; } =
        new("user.not_found", UserProjection.After, user => user.Version);
}

/// <summary>A command on a user.</summary>
public sealed record ExecuteUserCommand(
    Guid Id,
    Func<UserDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<UserDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteUserCommand"/>
public static class ExecuteUserCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteUserCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        AccessRegistry access,
        Names names,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(new DocumentPlan<UserDocument>(UserStream.Kind, command, contexts), ct);
        access.Invalidate();
        names.Invalidate<UserDocument>(command.Id);
        return outcome;
    }
}

/// <summary>Adds a user.</summary>
public sealed record AddUserCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<UserDocument>(Id, Events, Request);

/// <inheritdoc cref="AddUserCommand"/>
public static class AddUserCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        AddUserCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        AccessRegistry access,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentCreation<UserDocument>(UserStream.Kind, command, contexts),
            ct
        );
        access.Invalidate();
        return outcome;
    }
}
