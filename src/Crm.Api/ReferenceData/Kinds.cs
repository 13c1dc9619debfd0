using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.ReferenceData;

/// <summary>
/// The published versions of all kinds as this host knows them: read at most every 2 s, so that another host's publishing holds here within
/// that; this host's own at once. A version never changes, so what deals are pinned to is never wrong, only perhaps not yet known.
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

    public KindRegistry Book => snapshot.Latest ?? KindRegistry.Shipped;

    /// <summary>The version that a deal is pinned to: another host may have published it a moment ago.</summary>
    public async ValueTask<DealProcess> Process(string code, int version, CancellationToken ct) =>
        Book.Process(code, version)
        ?? (await snapshot.Load(ct)).Process(code, version)
        ?? throw new InvalidOperationException($"{code} has no version {version}");

    /// <summary>Called before each request and each run of a timer: loads again what is too old.</summary>
    public async ValueTask Refresh(CancellationToken ct) => await snapshot.Get(ct);

    /// <summary>Every kind as it stands, drafts too; past what is believed.</summary>
    public async Task<IReadOnlyList<DealKindDocument>> All(CancellationToken ct)
    {
        var found = await documents.All<DealKindDocument>(ct);
        return [.. found.OrderBy(x => x.RecordedAt).ThenBy(x => x.State.Code, StringComparer.Ordinal)];
    }

    /// <summary>This host has changed a kind.</summary>
    public void Forget() => snapshot.Invalidate();

    /// <summary>Kinds that ship are in force since ever; others in the order of their first publication.</summary>
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
