using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Roles;

/// <summary>The streams of roles.</summary>
public static class RoleStream
{
    public static StreamKind<RoleDocument> Kind { get; } =
        new("role.not_found", RoleProjection.After, role => role.Version);
}

/// <summary>A command on a role.</summary>
public sealed record ExecuteRoleCommand(
    Guid Id,
    Func<RoleDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<RoleDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteRoleCommand"/>
public static class ExecuteRoleCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteRoleCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        AccessRegistry access,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(new DocumentPlan<RoleDocument>(RoleStream.Kind, command, contexts), ct);
        access.Invalidate();
        return outcome;
    }
}

/// <summary>Defines a role.</summary>
public sealed record DefineRoleCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<RoleDocument>(Id, Events, Request);

/// <inheritdoc cref="DefineRoleCommand"/>
public static class DefineRoleCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        DefineRoleCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        AccessRegistry access,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentCreation<RoleDocument>(RoleStream.Kind, command, contexts) { TakenCode = "role.taken" },
            ct
        );
        access.Invalidate();
        return outcome;
    }
}
