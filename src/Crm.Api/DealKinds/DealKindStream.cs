using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.DealKinds;

/// <summary>The streams of deal kinds.</summary>
public static class DealKindStream
{
    public static StreamKind<DealKindDocument> Kind { get; } =
        new("deal_kind.not_found", DealKindDocument.After, kind => kind.Version);
}

/// <summary>A command on a deal kind.</summary>
public sealed record ExecuteDealKindCommand(
    Guid Id,
    Func<DealKindDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<DealKindDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteDealKindCommand"/>
public static class ExecuteDealKindCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteDealKindCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Kinds kinds,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<DealKindDocument>(DealKindStream.Kind, command, contexts),
            ct
        );
        kinds.Invalidate();
        return outcome;
    }
}

/// <summary>Begins a deal kind as a draft.</summary>
public sealed record DraftDealKindCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<DealKindDocument>(Id, Events, Request);

/// <inheritdoc cref="DraftDealKindCommand"/>
public static class DraftDealKindCommandHandler
{
    public static Task<CommandOutcome> Handle(
        DraftDealKindCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) =>
        pipeline.Execute(
            new DocumentCreation<DealKindDocument>(DealKindStream.Kind, command, contexts)
            {
                TakenCode = "deal_kind.taken",
            },
            ct
        );
}
