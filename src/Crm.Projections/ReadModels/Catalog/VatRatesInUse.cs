using Crm.Domain.Catalog;
using Npgsql;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>VAT rates of products that are not archived, each with the number of products and an example.</summary>
public sealed class VatRatesInUse(NpgsqlDataSource database)
{
    private const string Sql =
        $"select (data->'state'->>'vatRate')::numeric, count(*), min(id::text)::uuid from {StoreTables.Products} "
        + "where not archived and data->'state'->>'vatRate' is not null group by 1 order by 1";

    public async Task<ImmutableArray<RateInUse>> Load(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var used = ImmutableArray.CreateBuilder<RateInUse>();
        while (await reader.ReadAsync(ct))
            used.Add(new(reader.GetDecimal(0), reader.GetInt64(1), new(reader.GetGuid(2))));
        return used.ToImmutable();
    }
}
