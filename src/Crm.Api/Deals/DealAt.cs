namespace Crm.Api.Deals;

/// <summary>A deal at the moment that a request asks for.</summary>
/// <param name="Version">Version of the last event in it.</param>
/// <param name="AsOf">Business time of the moment; null: the present.</param>
/// <param name="KnownAt">Only what was recorded up to then; null: everything.</param>
public sealed record DealAt(DealDocument Deal, long Version, DateTimeOffset? AsOf, DateTimeOffset? KnownAt)
{
    /// <summary>The request asks for the deal as it stands.</summary>
    public bool IsPresent => AsOf is null && KnownAt is null;

    public bool Includes(EventRow e) => Includes(e, AsOf, KnownAt);

    public static bool Includes(EventRow e, DateTimeOffset? asOf, DateTimeOffset? knownAt) =>
        (knownAt is null || e.RecordedAt <= knownAt) && (asOf is null || e.Data.HappenedAt <= asOf);
}
