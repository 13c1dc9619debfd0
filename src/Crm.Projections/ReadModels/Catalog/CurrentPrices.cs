using System.Data.Common;
using Crm.Domain.Catalog;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Prices of some products in a list: the last recorded one of each day.</summary>
public sealed class CurrentPrices(NpgsqlDataSource database)
{
    private const string Sql =
        $"select distinct on (p.product, p.valid_from) p.product, p.valid_from, p.price from {ListPrices.Qualified} p "
        + "where p.list = $1 and p.product = any($2) order by p.product, p.valid_from, p.n desc";

    public async Task<List<ListPrice>> Load(Guid list, ProductId[] products, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = CreateCommand(list, products);
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await Read(reader, ct);
    }

    /// <summary>Reads in the transaction of a session that holds the lock of the list.</summary>
    public static async Task<List<ListPrice>> Load(
        IQuerySession session,
        Guid list,
        ProductId[] products,
        CancellationToken ct
    )
    {
        await using var command = CreateCommand(list, products);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await Read(reader, ct);
    }

    private static NpgsqlCommand CreateCommand(Guid list, ProductId[] products)
    {
        var command = new NpgsqlCommand(Sql);
        command.Parameters.AddWithValue(list);
        command.Parameters.AddWithValue(products.Select(product => product.Value).ToArray());
        return command;
    }

    private static async Task<List<ListPrice>> Read(DbDataReader reader, CancellationToken ct)
    {
        List<ListPrice> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(new(new(reader.GetGuid(0)), reader.GetFieldValue<DateOnly>(1), reader.GetDecimal(2)));
        return found;
    }
}
