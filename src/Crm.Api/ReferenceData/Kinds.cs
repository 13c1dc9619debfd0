using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.ReferenceData;

/// <summary>
/// The published versions of all deal kinds, cached for 2 s: a publication on another host takes effect within that
/// time, one on this host at once. A version never changes, so the version a deal is pinned to is never stale, it may
/// only be missing.
/// </summary>
public sealed class Kinds
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(2);
    private readonly StoredDocuments documents;
    private readonly RefreshingSnapshot<KindRegistry> snapshot;

    public Kinds(StoredDocuments documents, TimeProvider clock)
    {
        this.documents = documents;
        snapshot = new(async ct => Of(await All(ct)), MaximumAge, clock);
    }

    public KindRegistry Registry => snapshot.Latest ?? KindRegistry.Shipped;

    /// <summary>
    /// The version that a deal is pinned to; reloads when it is missing, because another host may have just published
    /// it.
    /// </summary>
    public async ValueTask<DealProcess> Process(string code, int version, CancellationToken ct) =>
        Registry.Process(code, version)
        ?? (await snapshot.Load(ct)).Process(code, version)
        ?? throw new InvalidOperationException($"{code} has no version {version}");

    /// <summary>Called before each request and each run of a timer: reloads the kinds when they are too old.</summary>
    public async ValueTask Refresh(CancellationToken ct) => await snapshot.Get(ct);

    /// <summary>Current state of all kinds including drafts; not cached.</summary>
    public async Task<IReadOnlyList<DealKindDocument>> All(CancellationToken ct)
    {
        var found = await documents.All<DealKindDocument>(ct);
        return [.. found.OrderBy(x => x.RecordedAt).ThenBy(x => x.State.Code, StringComparer.Ordinal)];
    }

    /// <summary>Called after this host changed a kind.</summary>
    public void Invalidate() => snapshot.Invalidate();

    /// <summary>
    /// Shipped kinds are in force from the beginning; others follow in the order of their first publication.
    /// </summary>
    private static KindRegistry Of(IEnumerable<DealKindDocument> found)
    {
        var kinds = found
            .Select(x => x.State)
            .Where(x => !x.Versions.IsEmpty)
            .OrderBy(x => x.Versions[0].At)
            .ThenBy(x => x.Code, StringComparer.Ordinal)
            .ToArray();
        return new KindRegistry(
            [.. kinds.SelectMany(x => x.Versions).Select(x => new KindRegistry.Published(x.Process, x.At))],
            [.. kinds.Where(x => x.Retired).Select(x => x.Code)]
        );
    }
}
