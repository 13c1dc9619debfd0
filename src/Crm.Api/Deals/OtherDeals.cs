using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>
/// Deals that a document of another deal names: those between which a payment was transferred. A reader who does not see such a deal
/// does not learn of it.
/// </summary>
public sealed class OtherDeals(VisibleDeals visible)
{
    /// <summary>Which of the other deals that a document names the reader sees; noted for a later replay of the answer.</summary>
    public async ValueTask<Func<DealId, bool>> Seen(
        Viewer viewer,
        DomainEvent document,
        Deal? deal,
        CancellationToken ct
    )
    {
        DealId[] named = [.. Named(document, deal).OfType<DealId>().Distinct()];
        if (
            named.Length == 0
            || await visible.Among([.. named.Select(one => one.Value)], viewer.Caller.Visibility, ct) is not { } found
        )
            return _ => true;
        foreach (var one in named)
            viewer.VisibleDeals[one] = found.Contains(one.Value);
        return one => found.Contains(one.Value);
    }

    /// <summary>Whether the reader sees all other deals that an event names.</summary>
    public async ValueTask<bool> SeesAll(Viewer viewer, DomainEvent domainEvent, CancellationToken ct)
    {
        var sees = await Seen(viewer, domainEvent, null, ct);
        return Named(domainEvent, null).OfType<DealId>().All(sees);
    }

    private static IEnumerable<DealId?> Named(DomainEvent document, Deal? deal) =>
        document switch
        {
            PaymentReceived f =>
            [
                f.MovedFrom?.Deal,
                deal?.Ledger.Payments.FirstOrDefault(payment => payment.Id == f.Payment)?.Reversal?.MovedTo?.Deal,
            ],
            PaymentReversed f => [f.MovedTo?.Deal],
            _ => [],
        };
}
