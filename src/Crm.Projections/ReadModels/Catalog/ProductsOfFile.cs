using System.Text.Json;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Loads the products that the rows of a file refer to, in one query.</summary>
public static class ProductsOfFile
{
    private const string Sql = $"select data from {StoreTables.Products} where id = any($1) or code = any($2)";

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
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        List<ProductDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(JsonSerializer.Deserialize<ProductDocument>(reader.GetString(0), StoreFormat.Json)!);
        return found;
    }
}
