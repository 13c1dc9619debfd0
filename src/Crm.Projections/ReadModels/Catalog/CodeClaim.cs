using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Keeps the codes of a catalogue unique without case. Commands that assign codes are serialized.</summary>
/// <param name="Catalog">One of <see cref="CatalogCodes"/>; also the prefix of the problem code.</param>
public sealed record CodeClaim(string Catalog, Guid Id, string Code) : UniqueClaim(Catalog + ".taken")
{
    /// <summary>Held to the end of the transaction; imports take it as well. Its name is that of earlier builds.</summary>
    public const string Lock = "select pg_advisory_xact_lock(hashtextextended('crm.product-codes', 0))";

    private const string TryLock = "select pg_try_advisory_xact_lock(hashtextextended('crm.product-codes', 0))";

    // A build of the release before, beside this one, adds products without the other table.
    private const string Others =
        $"select 1 from {CatalogCodes.Qualified} where catalog = $1 and fold = $2 and id <> $3 union all "
        + $"select 1 from {StoreTables.Products} where $1 = '{CatalogCodes.Products}' and code = $4 and id <> $3 limit 1";

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
                new(Others)
                {
                    Parameters =
                    {
                        Text(Catalog),
                        Text(Codes.Fold(Code)),
                        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = Id },
                        Text(Code),
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

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };
}
