using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>The streams of sources.</summary>
public static class SourceStream
{
    public static StreamKind<SourceDocument> Kind { get; } =
        new("source.not_found", SourceProjection.After, source => source.Version);
}

/// <summary>Adds a source.</summary>
public sealed record AddSourceCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateCoded<SourceDocument>(Id, Events, Request);

/// <inheritdoc cref="AddSourceCommand"/>
public static class AddSourceCommandHandler
{
    public static Task<CommandOutcome> Handle(
        AddSourceCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) =>
        pipeline.Execute(
            new DocumentCreation<SourceDocument>(SourceStream.Kind, command, contexts)
            {
                TakenCode = "source.taken",
                Claim = new CodeClaim(CatalogCodes.Sources, command.Id, command.Code!),
            },
            ct
        );
}

/// <summary>A command on a source.</summary>
public sealed record ExecuteSourceCommand(
    Guid Id,
    Func<SourceDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<SourceDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteSourceCommand"/>
public static class ExecuteSourceCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteSourceCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Names names,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<SourceDocument>(SourceStream.Kind, command, contexts),
            ct
        );
        names.Invalidate<SourceDocument>(command.Id);
        return outcome;
    }
}
