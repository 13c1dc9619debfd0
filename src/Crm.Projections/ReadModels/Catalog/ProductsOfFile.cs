using System.Text.Json;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Loads the products that the rows of a file refer to, whatever the case of their codes, in one query.</summary>
public static class ProductsOfFile
{
    private const string Sql =
        $"select data from {StoreTables.Products} where id = any($1) or code = any($2) or id in "
        + $"(select id from {CatalogCodes.Qualified} where catalog = '{CatalogCodes.Products}' and fold = any($3))";

    /// <param name="session">Reads in its transaction.</param>
    public static async Task<List<ProductDocument>> Load(
        IQuerySession session,
        Guid[] ids,
        string[] codes,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.AddWithValue(ids);
        command.Parameters.AddWithValue(codes);
        command.Parameters.AddWithValue(codes.Select(Codes.Fold).Distinct().ToArray());
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        List<ProductDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(JsonSerializer.Deserialize<ProductDocument>(reader.GetString(0), StoreFormat.Json)!);
        return found;
    }
}
