using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.Clients;

/// <summary>The streams of clients.</summary>
public static class ClientStream
{
    public static StreamKind<ClientDocument> Kind { get; } =
        new("client.not_found", ClientProjection.After, client => client.Version);
}

/// <summary>A command on a client.</summary>
public sealed record ExecuteClientCommand(
    Guid Id,
    Func<ClientDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<ClientDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteClientCommand"/>
public static class ExecuteClientCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteClientCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Names names,
        DuplicateCandidates candidates,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<ClientDocument>(ClientStream.Kind, command, contexts),
            ct
        );
        names.Invalidate<ClientDocument>(command.Id);
        return await candidates.Visible(outcome, command.Request, ct);
    }
}

/// <summary>Registers a client.</summary>
public sealed record RegisterClientCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<ClientDocument>(Id, Events, Request);

/// <inheritdoc cref="RegisterClientCommand"/>
public static class RegisterClientCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        RegisterClientCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        Authorizer authorizer,
        DuplicateCandidates candidates,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentCreation<ClientDocument>(ClientStream.Kind, command, contexts)
            {
                Sees = (client, stop) =>
                    authorizer.SeesClient(command.Request.Caller, client, Permissions.ClientsRead, stop),
            },
            ct
        );
        return await candidates.Visible(outcome, command.Request, ct);
    }
}
