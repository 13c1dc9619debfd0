using System.Text.Json;
using Crm.Domain.Catalog;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>What products cost on a day: from their events, because a document has the cost of today.</summary>
public static class ProductCosts
{
    private static readonly string Added = EventCatalogue.Of(typeof(ProductAdded)).Name;
    private static readonly string Changed = EventCatalogue.Of(typeof(ProductCostChanged)).Name;
    private static readonly string ServiceChanged = EventCatalogue.Of(typeof(ProductServiceChanged)).Name;

    private const string Sql =
        $"select e.{StoreColumns.Stream}, e.type, e.data from {StoreTables.Events} e "
        + $"where e.{StoreColumns.Stream} = any($1) and e.type = any($2) order by e.{StoreColumns.Stream}, e.version";

    /// <param name="session">Reads in its transaction.</param>
    /// <param name="until">The end of the day: a later change of the cost does not count.</param>
    public static async Task<Dictionary<ProductId, ProductCost>> Load(
        IQuerySession session,
        ProductId[] products,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.AddWithValue(products.Select(product => product.Value).ToArray());
        command.Parameters.AddWithValue(new[] { Added, Changed, ServiceChanged });
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        Dictionary<ProductId, ProductCost> found = [];
        while (await reader.ReadAsync(ct))
        {
            var (product, name, data) = (new ProductId(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2));
            var before = found.GetValueOrDefault(product) ?? new(null, IsService: false);
            found[product] = After(before, name, data, until);
        }

        return found;
    }

    private static ProductCost After(ProductCost before, string name, string data, DateTimeOffset until)
    {
        if (name == ServiceChanged)
            return before with { IsService = Read<ProductServiceChanged>(data).Service };
        if (name == Changed)
            return Read<ProductCostChanged>(data) is var changed && changed.HappenedAt <= until
                ? before with
                {
                    Cost = changed.Cost,
                }
                : before;
        var added = Read<ProductAdded>(data);
        return new(added.HappenedAt <= until ? added.Product.Cost : null, added.Product.Service);
    }

    private static T Read<T>(string data) => JsonSerializer.Deserialize<T>(data, StoreFormat.Json)!;
}
