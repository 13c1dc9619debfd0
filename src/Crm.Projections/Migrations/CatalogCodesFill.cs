using Crm.Projections.ReadModels.Catalog;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>
/// Runs before the first request: adds the codes that builds without their table wrote, and drops those that such a build has changed.
/// </summary>
public sealed class CatalogCodesFill(NpgsqlDataSource database)
{
    private const int Page = 1000;

    /// <summary>Tables with the column or member that holds the code of a row.</summary>
    private static readonly (string Catalog, string Table, string Code)[] Catalogs =
    [
        (CatalogCodes.Products, StoreTables.Products, "d.code"),
        (CatalogCodes.Sources, StoreTables.Sources, "d.data->'state'->>'code'"),
        (CatalogCodes.LostReasons, StoreTables.LostReasons, "d.data->'state'->>'code'"),
    ];

    public async Task Run(CancellationToken ct)
    {
        foreach (var (catalog, table, code) in Catalogs)
        {
            await Drop(catalog, table, code, ct);
            while (await Missing(catalog, table, code, ct) is { Count: > 0 } missing)
                await Add(catalog, missing, ct);
        }
    }

    private async Task Drop(string catalog, string table, string code, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"delete from {CatalogCodes.Qualified} c using {table} d "
                + $"where c.catalog = $1 and c.id = d.id and c.code is distinct from {code}"
        );
        command.Parameters.AddWithValue(catalog);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<CatalogCode>> Missing(string catalog, string table, string code, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {code}, d.id from {table} d where {code} is not null and not exists "
                + $"(select from {CatalogCodes.Qualified} c where c.catalog = $1 and c.id = d.id) order by d.id limit {Page}"
        );
        command.Parameters.AddWithValue(catalog);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await CatalogCodes.Read(reader, ct);
    }

    private async Task Add(string catalog, List<CatalogCode> missing, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(CatalogCodes.Insert(catalog, missing));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
