using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>A product's code is nobody else's. Commands that give codes take turns.</summary>
public sealed record ProductCodeClaim(Guid Product, string Code) : UniqueClaim("product.taken")
{
    /// <summary>Held to the end of the transaction; imports take it, too.</summary>
    public const string Lock = "select pg_advisory_xact_lock(hashtextextended('crm.product-codes', 0))";

    public override async Task<bool> Take(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Lock),
                new($"select 1 from {StoreTables.Products} where code = $1 and id <> $2")
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = Code },
                        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = Product },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return !await reader.ReadAsync(ct);
    }
}
