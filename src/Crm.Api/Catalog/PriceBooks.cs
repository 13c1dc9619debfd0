using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Marten;

namespace Crm.Api.Catalog;

/// <summary>
/// Prices of lists for those who write lines. Remembered for 10 s in the process, as names are; a change on this host is seen at once.
/// The prices of all products of a document cost one query.
/// </summary>
public sealed class PriceBooks(CurrentPrices prices, TimeProvider clock)
{
    private readonly RefreshingSnapshots<(Guid List, ProductId Product), ListPrice[]> snapshots = new(
        TimeSpan.FromSeconds(10),
        50_000,
        clock
    );

    /// <summary>The price that holds on a day.</summary>
    public async ValueTask<ListPrice?> On(Guid list, ProductId product, DateOnly day, CancellationToken ct) =>
        new PriceBook(
            snapshots.TryGet((list, product), out var known) ? known : (await Load(list, [product], ct))[product]
        ).On(product, day);

    /// <summary>Loads what is not remembered in one query.</summary>
    public async Task Prefetch(Guid list, IEnumerable<ProductId> products, CancellationToken ct)
    {
        var missing = snapshots.Missing(products.Select(product => (list, product)));
        if (missing.Length > 0)
            await Load(list, [.. missing.Select(key => key.Product)], ct);
    }

    private Task<ILookup<ProductId, ListPrice>> Load(Guid list, ProductId[] products, CancellationToken ct) =>
        snapshots.Load(
            async () => (await prices.Load(list, products, ct)).ToLookup(price => price.Product),
            found => products.Select(product => ((list, product), found[product].ToArray()))
        );

    /// <summary>This host changed prices of a list.</summary>
    public void Invalidate(Guid list) => snapshots.Invalidate(key => key.List == list);

    /// <summary>What stands, read in the transaction of whoever holds the list's lock.</summary>
    public static async Task<PriceBook> Under(
        IQuerySession session,
        Guid list,
        IEnumerable<ProductId> products,
        CancellationToken ct
    ) => new(await CurrentPrices.Load(session, list, [.. products.Distinct()], ct));
}
