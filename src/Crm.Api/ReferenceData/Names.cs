using Crm.Domain.Catalog;
using Crm.Domain.Clients;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.ReferenceData;

/// <summary>
/// Names of items that deals refer to, cached for 10 s (a change on this host is visible at once), so that the answer
/// with a deal needs no additional query.
/// </summary>
public sealed class Names(StoredDocuments documents, DealLookups deals, CodeLookup codes, TimeProvider clock)
{
    private readonly RefreshingSnapshots<(Type Document, Guid Id), object> snapshots = new(
        TimeSpan.FromSeconds(10),
        50_000,
        clock
    );

    public async ValueTask<Client?> Client(ClientId id, CancellationToken ct) =>
        (await Find<ClientDocument>(id.Value, ct))?.State;

    /// <summary>The current client of a deal; <c>Deal</c> is false when the deal does not exist.</summary>
    public async ValueTask<(bool Deal, Client? Client)> ClientOf(Guid dealId, CancellationToken ct)
    {
        var (exists, client) = await deals.ClientOf(dealId, ct);
        return (exists, client is { } id ? await Client(new(id), ct) : null);
    }

    public async ValueTask<User?> User(UserId id, CancellationToken ct) =>
        (await Find<UserDocument>(id.Value, ct))?.State;

    public async ValueTask<Product?> Product(ProductId id, CancellationToken ct) =>
        (await Find<ProductDocument>(id.Value, ct))?.State;

    public async ValueTask<PriceListDocument?> PriceList(string code, CancellationToken ct) =>
        await Find<PriceListDocument>(PriceListDocument.StreamOf(Codes.Fold(code)), ct);

    public async ValueTask<Source?> Source(string code, CancellationToken ct) =>
        (await Find<SourceDocument>(CodeStream.Of("source", code), ct))?.State;

    /// <summary>A source by a code that somebody typed, whose case may differ.</summary>
    public async ValueTask<Source?> SourceTyped(string code, CancellationToken ct) =>
        await Source(code, ct)
        ?? (await codes.Find(CatalogCodes.Sources, code, ct) is { } found ? await Source(found.Id, ct) : null);

    public async ValueTask<Source?> Source(Guid id, CancellationToken ct) =>
        (await Find<SourceDocument>(id, ct))?.State;

    public async ValueTask<LostReason?> LostReason(string code, CancellationToken ct) =>
        (await Find<LostReasonDocument>(CodeStream.Of("lost-reason", code), ct))?.State;

    /// <summary>A lost reason by a code that somebody typed, whose case may differ.</summary>
    public async ValueTask<LostReason?> LostReasonTyped(string code, CancellationToken ct) =>
        await LostReason(code, ct)
        ?? (
            await codes.Find(CatalogCodes.LostReasons, code, ct) is { } found
                ? (await Find<LostReasonDocument>(found.Id, ct))?.State
                : null
        );

    /// <summary>Display name of the actor of an event.</summary>
    public async ValueTask<string?> Actor(string? actor, CancellationToken ct) =>
        actor?.StartsWith("user:", StringComparison.Ordinal) == true && Guid.TryParse(actor[5..], out var id)
            ? (await User(new UserId(id), ct))?.Name.Text ?? actor
            : actor;

    public void Invalidate<TDocument>(Guid id) => snapshots.Invalidate((typeof(TDocument), id));

    /// <summary>Called after this host changed many documents of a type.</summary>
    public void Invalidate<TDocument>() => snapshots.Invalidate(key => key.Document == typeof(TDocument));

    /// <summary>
    /// Loads the missing names in one query, so that a list of deals costs one more query and not one per row.
    /// </summary>
    public async Task Prefetch<TDocument>(IEnumerable<Guid> ids, CancellationToken ct)
        where TDocument : class
    {
        var missing = snapshots.Missing(ids.Select(id => (typeof(TDocument), id)));
        if (missing.Length > 0)
            await Load<TDocument>([.. missing.Select(key => key.Id)], ct);
    }

    private async ValueTask<TDocument?> Find<TDocument>(Guid id, CancellationToken ct)
        where TDocument : class =>
        snapshots.TryGet((typeof(TDocument), id), out var known)
            ? (TDocument)known
            : (await Load<TDocument>([id], ct)).GetValueOrDefault(id);

    /// <summary>Only documents that exist are cached: a missing one may be created at any moment.</summary>
    private Task<Dictionary<Guid, TDocument>> Load<TDocument>(Guid[] ids, CancellationToken ct)
        where TDocument : class =>
        snapshots.Load(
            () => documents.FindMany<TDocument>(ids, ct),
            loaded => loaded.Select(one => ((typeof(TDocument), one.Key), (object)one.Value))
        );
}
