using Crm.Projections.ReadModels.Currencies;

namespace Crm.Api.Currencies;

/// <summary>The streams of exchange rates, one for each pair of currencies.</summary>
public static class CurrencyPairStream
{
    public static StreamKind<CurrencyPairDocument> Kind { get; } =
        new("exchange_rate.not_found", Fold, pair => pair.Version)
        {
            // A pair that has no rate yet is told by its version.
            Initial = id => new(id, new(new(""), new(""))) { Version = 0 },
        };

    private static CurrencyPairDocument Fold(
        CurrencyPairDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) => CurrencyPairDocument.After(before?.Version > 0 ? before : null, id, domainEvent);
}

/// <summary>A command on the exchange rates of a pair.</summary>
public sealed record ExecuteCurrencyPairCommand(
    Guid Id,
    Func<CurrencyPairDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<CurrencyPairDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteCurrencyPairCommand"/>
public static class ExecuteCurrencyPairCommandHandler
{
    public static Task<CommandOutcome> Handle(
        ExecuteCurrencyPairCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DocumentPlan<CurrencyPairDocument>(CurrencyPairStream.Kind, command, contexts), ct);
}
