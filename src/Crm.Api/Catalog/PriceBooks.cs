using System.Collections.Concurrent;
using Crm.Domain.Catalog;
using Crm.Projections.Catalog;
using Marten;

namespace Crm.Api.Catalog;

/// <summary>
/// Prices of lists for those who write lines. Remembered for 10 s in the process, as names are; a change on this host is seen at once.
/// The prices of all products of a document cost one query.
/// </summary>
public sealed class PriceBooks(CurrentPrices prices, TimeProvider clock)
{
    private const int MostRemembered = 50_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<
        (Guid List, ProductId Product),
        (IEnumerable<ListPrice> Prices, DateTimeOffset Until)
    > memory = new();

    /// <summary>The price that holds on a day.</summary>
    public async ValueTask<ListPrice?> On(Guid list, ProductId product, DateOnly day, CancellationToken ct) =>
        new PriceBook(
            memory.TryGetValue((list, product), out var known) && known.Until > clock.GetUtcNow()
                ? known.Prices
                : (await Load(list, [product], ct))[product]
        ).On(product, day);

    /// <summary>Loads what is not remembered in one query.</summary>
    public async Task Prefetch(Guid list, IEnumerable<ProductId> products, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var missing = products
            .Distinct()
            .Where(x => !memory.TryGetValue((list, x), out var known) || known.Until <= now)
            .ToArray();
        if (missing.Length > 0)
            await Load(list, missing, ct);
    }

    private async Task<ILookup<ProductId, ListPrice>> Load(Guid list, ProductId[] products, CancellationToken ct)
    {
        if (memory.Count > MostRemembered)
            memory.Clear();
        var until = clock.GetUtcNow() + Remembered;
        var found = (await prices.Load(list, products, ct)).ToLookup(price => price.Product);
        foreach (var product in products)
            memory[(list, product)] = (found[product].ToArray(), until);
        return found;
    }

    /// <summary>This host changed prices of a list.</summary>
    public void Forget(Guid list)
    {
        foreach (var key in memory.Keys.Where(x => x.List == list))
            memory.TryRemove(key, out _);
    }

    /// <summary>What stands, read in the transaction of whoever holds the list's lock.</summary>
    public static async Task<PriceBook> Under(
        IQuerySession session,
        Guid list,
        IEnumerable<ProductId> products,
        CancellationToken ct
    ) => new(await CurrentPrices.Load(session, list, [.. products.Distinct()], ct));
}
