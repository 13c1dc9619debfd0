using System.Collections.Concurrent;
using Crm.Domain.Catalog;
using Crm.Projections.Catalog;
using Marten;
using Npgsql;

namespace Crm.Api.Catalog;

/// <summary>
/// Prices of lists for those who write lines. Remembered for 10 s in the process, as names are; a change on this host is seen at once.
/// The prices of all products of a document cost one query.
/// </summary>
public sealed class PriceBooks(NpgsqlDataSource database, TimeProvider clock)
{
    private const int MostRemembered = 50_000;
    private const string Stated =
        $"select distinct on (p.product, p.valid_from) p.product, p.valid_from, p.price from {ListPrices.Qualified} p where p.list = $1 and p.product = any($2) order by p.product, p.valid_from, p.n desc";
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
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = Asked(list, products);
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = (await Read(reader, ct)).ToLookup(x => x.Product);
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
    )
    {
        await using var command = Asked(list, [.. products.Distinct()]);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return new PriceBook(await Read(reader, ct));
    }

    private static NpgsqlCommand Asked(Guid list, ProductId[] products)
    {
        var command = new NpgsqlCommand(Stated);
        command.Parameters.AddWithValue(list);
        command.Parameters.AddWithValue(products.Select(x => x.Value).ToArray());
        return command;
    }

    private static async Task<List<ListPrice>> Read(System.Data.Common.DbDataReader reader, CancellationToken ct)
    {
        List<ListPrice> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(new(new(reader.GetGuid(0)), reader.GetFieldValue<DateOnly>(1), reader.GetDecimal(2)));
        return found;
    }
}
