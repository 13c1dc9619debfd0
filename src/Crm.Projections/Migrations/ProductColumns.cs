using System.Text.Json;
using Crm.Projections.ReadModels.Catalog;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>
/// Runs before the first request: fills the columns for lists and codes of products that an earlier version wrote.
/// Earlier versions allowed duplicate codes: the first product keeps the code in the column, the others are found by id
/// only.
/// </summary>
public sealed class ProductColumns(NpgsqlDataSource database)
{
    public async Task Fill(CancellationToken ct)
    {
        List<ProductDocument> found = [];
        await using (
            var command = database.CreateCommand(
                $"select data from {StoreTables.Products} where words is null order by id"
            )
        )
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                found.Add(JsonSerializer.Deserialize<ProductDocument>(reader.GetString(0), StoreFormat.Json)!);
        if (found.Count == 0)
            return;
        await using var fill = database.CreateCommand(
            $"update {StoreTables.Products} d set words = x.words, archived = x.archived, "
                + $"code = case when x.first and not exists (select from {StoreTables.Products} o where o.code = x.code) then x.code end "
                + "from (select *, row_number() over (partition by code order by id) = 1 as first "
                + "from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[]) as u(id, code, words, archived)) x "
                + "where d.id = x.id and d.words is null"
        );
        fill.Parameters.AddWithValue(found.Select(x => x.Id).ToArray());
        fill.Parameters.AddWithValue(found.Select(x => x.Code).ToArray());
        fill.Parameters.AddWithValue(found.Select(x => x.Words).ToArray());
        fill.Parameters.AddWithValue(found.Select(x => x.Archived).ToArray());
        await fill.ExecuteNonQueryAsync(ct);
    }
}
