using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>The streams of products.</summary>
public static class ProductStream
{
    public static StreamKind<ProductDocument> Kind { get; } =
        new("product.not_found", ProductProjection.After, product => product.Version);
}

/// <summary>A command on a product.</summary>
public sealed record ExecuteProductCommand(
    Guid Id,
    Func<ProductDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<ProductDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteProductCommand"/>
public static class ExecuteProductCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteProductCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Names names,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<ProductDocument>(ProductStream.Kind, command, contexts),
            ct
        );
        names.Invalidate<ProductDocument>(command.Id);
        return outcome;
    }
}

/// <summary>Adds a product.</summary>
public sealed record AddProductCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateCoded<ProductDocument>(Id, Events, Request);

/// <inheritdoc cref="AddProductCommand"/>
public static class AddProductCommandHandler
{
    public static Task<CommandOutcome> Handle(
        AddProductCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) =>
        pipeline.Execute(
            new DocumentCreation<ProductDocument>(ProductStream.Kind, command, contexts)
            {
                Claim = command.Code is { } code ? new CodeClaim(CatalogCodes.Products, command.Id, code) : null,
                TakenCode = command.Code is null ? "id.taken" : "product.taken",
            },
            ct
        );
}
