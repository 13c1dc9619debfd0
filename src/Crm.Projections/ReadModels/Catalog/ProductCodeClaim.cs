using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Keeps product codes unique. Commands that assign codes are serialized.</summary>
public sealed record ProductCodeClaim(Guid Product, string Code) : UniqueClaim("product.taken")
{
    /// <summary>Held to the end of the transaction; imports take it as well.</summary>
    public const string Lock = "select pg_advisory_xact_lock(hashtextextended('crm.product-codes', 0))";

    private const string TryLock = "select pg_try_advisory_xact_lock(hashtextextended('crm.product-codes', 0))";

    /// <summary>The queue of commands that assign codes.</summary>
    public static Guid CodesQueue { get; } = QueueName.Of("product-codes");

    public override Guid Queue => CodesQueue;

    public override async Task<bool> Take(NpgsqlConnection connection, bool waits, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(waits ? Lock : TryLock),
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
        await reader.ReadAsync(ct);
        if (!waits && !reader.GetBoolean(0))
            throw new ResourceLockedException(Queue);
        await reader.NextResultAsync(ct);
        return !await reader.ReadAsync(ct);
    }
}
