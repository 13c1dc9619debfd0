using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.DealKinds;

/// <summary>Current state of a deal kind.</summary>
/// <param name="Version">Number of its events without audit-only ones: the n of the ETag.</param>
public sealed record DealKindDocument(Guid Id, DealKind State, DateTimeOffset RecordedAt, int Version = 1)
{
    public static Guid Stream(string code) => CodeStream.Of("deal-kind", code);

    public static DealKindDocument? After(DealKindDocument? x, Guid id, DomainEvent domainEvent, DateTimeOffset at)
    {
        if (DealKind.Evolve(x?.State, domainEvent) is not { } state)
            return null;
        return x is null
            ? new(id, state, at)
            : x with
            {
                State = state,
                Version = domainEvent is IAuditOnly ? x.Version : x.Version + 1,
            };
    }
}

public sealed class DealKindProjection() : StreamProjection<DealKindDocument>("deal_kind")
{
    public override DealKindDocument? Evolve(DealKindDocument? snapshot, Guid id, IEvent e) =>
        DealKindDocument.After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);
}
