using Crm.Domain.Catalog;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Current state of a price list; its prices are in a table of their own.</summary>
public sealed record PriceListDocument(Guid Id, PriceList State, DateTimeOffset RecordedAt)
{
    /// <summary>Number of events: the n of the ETag.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The stream id is derived from the code, so that a code cannot be taken twice.</summary>
    public static Guid StreamOf(string code) => CodeStream.Of("price-list", code);
}

/// <summary>Tells Marten how to fold the events of a price list.</summary>
public sealed class PriceListProjection() : StreamProjection<PriceListDocument>("price_list")
{
    public override PriceListDocument? Evolve(PriceListDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static PriceListDocument? After(
        PriceListDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        PriceList.Evolve(before?.State, domainEvent) is { } state
            ? new(id, state, before?.RecordedAt ?? recordedAt) { Version = before is null ? 1 : before.Version + 1 }
            : null;
}
