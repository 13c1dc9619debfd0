using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>The streams of price lists.</summary>
public static class PriceListStream
{
    public static StreamKind<PriceListDocument> Kind { get; } =
        new("price_list.not_found", PriceListProjection.After, list => list.Version);
}

/// <summary>A command on a price list.</summary>
public sealed record ExecutePriceListCommand(
    Guid Id,
    Func<PriceListDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<PriceListDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecutePriceListCommand"/>
public static class ExecutePriceListCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecutePriceListCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Names names,
        PriceBooks books,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<PriceListDocument>(PriceListStream.Kind, command, contexts),
            ct
        );
        names.Invalidate<PriceListDocument>(command.Id);
        books.Invalidate(command.Id);
        return outcome;
    }
}

/// <summary>Makes a price list.</summary>
public sealed record MakePriceListCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<PriceListDocument>(Id, Events, Request);

/// <inheritdoc cref="MakePriceListCommand"/>
public static class MakePriceListCommandHandler
{
    public static Task<CommandOutcome> Handle(
        MakePriceListCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) =>
        pipeline.Execute(
            new DocumentCreation<PriceListDocument>(PriceListStream.Kind, command, contexts)
            {
                TakenCode = "price_list.taken",
            },
            ct
        );
}
