using Crm.Domain.DealKinds;
using Crm.Projections.Catalog;
using JasperFx.Events;

namespace Crm.Projections.DealKinds;

/// <summary>A kind as it stands.</summary>
/// <param name="Version">Number of its facts that change something: the n of the ETag.</param>
public sealed record DealKindDocument(Guid Id, DealKind State, DateTimeOffset RecordedAt, int Version = 1)
{
    public static Guid Stream(string code) => CodeStream.Of("deal-kind", code);

    public static DealKindDocument? After(DealKindDocument? x, Guid id, Fact fact, DateTimeOffset at)
    {
        if (DealKind.Evolve(x?.State, fact) is not { } state)
            return null;
        return x is null
            ? new(id, state, at)
            : x with
            {
                State = state,
                Version = fact is IMark ? x.Version : x.Version + 1,
            };
    }
}

public sealed class DealKindProjection() : StreamProjection<DealKindDocument>("deal_kind")
{
    public override DealKindDocument? Evolve(DealKindDocument? snapshot, Guid id, IEvent e) =>
        DealKindDocument.After(snapshot, id, (Fact)e.Data, e.Timestamp);
}
