using Crm.Domain.Currencies;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Currencies;

/// <summary>A pair with stored rates; the rates are in a table of their own.</summary>
public sealed record CurrencyPairDocument(Guid Id, CurrencyPair Pair)
{
    /// <summary>Number of events.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Both directions share one stream, so that only one of them can have rates.</summary>
    public static Guid StreamOf(CurrencyPair pair) =>
        string.CompareOrdinal(pair.Base.Code, pair.Quote.Code) < 0
            ? CodeStream.Of("currency-pair", $"{pair.Base}-{pair.Quote}")
            : CodeStream.Of("currency-pair", $"{pair.Quote}-{pair.Base}");

    public static CurrencyPairDocument After(CurrencyPairDocument? before, Guid id, DomainEvent domainEvent) =>
        before is not null ? before with { Version = before.Version + 1 }
        : domainEvent is ExchangeRateSet f ? new(id, new(f.Base, f.Quote))
        : throw new ArgumentOutOfRangeException(
            nameof(domainEvent),
            domainEvent.GetType().Name,
            "a fact that no pair knows"
        );
}

/// <summary>Tells Marten how to fold the events of a pair.</summary>
public sealed class CurrencyPairProjection() : StreamProjection<CurrencyPairDocument>("exchange_rate")
{
    public override CurrencyPairDocument? Evolve(CurrencyPairDocument? snapshot, Guid id, IEvent e) =>
        CurrencyPairDocument.After(snapshot, id, (DomainEvent)e.Data);
}
