using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>The streams of sources.</summary>
public static class SourceStream
{
    public static StreamKind<SourceDocument> Kind { get; } = new("source.not_found", SourceProjection.After, _ => 1);
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
