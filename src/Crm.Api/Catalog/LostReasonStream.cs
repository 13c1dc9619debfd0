using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>The streams of lost reasons.</summary>
public static class LostReasonStream
{
    public static StreamKind<LostReasonDocument> Kind { get; } =
        new("lost_reason.not_found", LostReasonProjection.After, reason => reason.Version);
}

/// <summary>Adds a lost reason.</summary>
public sealed record AddLostReasonCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateCoded<LostReasonDocument>(Id, Events, Request);

/// <inheritdoc cref="AddLostReasonCommand"/>
public static class AddLostReasonCommandHandler
{
    public static Task<CommandOutcome> Handle(
        AddLostReasonCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) =>
        pipeline.Execute(
            new DocumentCreation<LostReasonDocument>(LostReasonStream.Kind, command, contexts)
            {
                TakenCode = "lost_reason.taken",
                Claim = new CodeClaim(CatalogCodes.LostReasons, command.Id, command.Code!),
            },
            ct
        );
}

/// <summary>A command on a lost reason.</summary>
public sealed record ExecuteLostReasonCommand(
    Guid Id,
    Func<LostReasonDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<LostReasonDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteLostReasonCommand"/>
public static class ExecuteLostReasonCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteLostReasonCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Names names,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<LostReasonDocument>(LostReasonStream.Kind, command, contexts),
            ct
        );
        names.Invalidate<LostReasonDocument>(command.Id);
        return outcome;
    }
}
