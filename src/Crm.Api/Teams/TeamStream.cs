using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Teams;

/// <summary>The streams of teams.</summary>
public static class TeamStream
{
    public static StreamKind<TeamDocument> Kind { get; } =
        new("team.not_found", TeamProjection.After, team => team.Version);
}

/// <summary>A command on a team.</summary>
public sealed record ExecuteTeamCommand(
    Guid Id,
    Func<TeamDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<TeamDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteTeamCommand"/>
public static class ExecuteTeamCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteTeamCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        AccessRegistry access,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(new DocumentPlan<TeamDocument>(TeamStream.Kind, command, contexts), ct);
        access.Invalidate();
        return outcome;
    }
}

/// <summary>Forms a team.</summary>
public sealed record FormTeamCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<TeamDocument>(Id, Events, Request);

/// <inheritdoc cref="FormTeamCommand"/>
public static class FormTeamCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        FormTeamCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        AccessRegistry access,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentCreation<TeamDocument>(TeamStream.Kind, command, contexts),
            ct
        );
        access.Invalidate();
        return outcome;
    }
}
