using Crm.Projections.Idempotency;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.Deals;

/// <summary>What a command on a deal begins with, in one round trip: the lock of its stream, its row, and what is kept of earlier requests.</summary>
/// <param name="Version">The version of the stream's last fact; 0 without a stream.</param>
/// <param name="Answer">What is kept under the request's key.</param>
/// <param name="Digest">What is kept under the id that the client gave to what is created.</param>
public sealed record DealLoad(DealDocument? Deal, long Version, IdempotentAnswer? Answer, CreationDigest? Digest)
{
    // By itself and first: the snapshot of the next statement is taken when the lock is held, and shows what it protects.
    private const string Lock = $"select version from {CrmStore.EventSchema}.mt_streams where id = $1 for update";

    // The advisory lock says to others that the key is in flight (Keys.Late); nobody waits for it here.
    private const string Read = $"""
        select (select data from {CrmStore.Schema}.mt_doc_deal where id = $1), (select data from {CrmStore.Schema}.mt_doc_idempotent_answer where id = $2),
        (select data from {CrmStore.Schema}.mt_doc_creation_digest where id = $3), pg_try_advisory_xact_lock(hashtextextended($2, 0))
        """;

    /// <param name="connection">In a transaction: the lock lasts as long.</param>
    public static async Task<DealLoad> Of(
        NpgsqlConnection connection,
        ISerializer json,
        Guid deal,
        string? key,
        Guid? supplied,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Lock)
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = deal },
                    },
                },
                new(Read)
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = deal },
                        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)key ?? DBNull.Value },
                        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)supplied ?? DBNull.Value },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var version = await reader.ReadAsync(ct) ? reader.GetInt64(0) : 0;
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return new(Json<DealDocument>(0), version, Json<IdempotentAnswer>(1), Json<CreationDigest>(2));

        T? Json<T>(int column)
            where T : class => reader.IsDBNull(column) ? null : json.FromJson<T>(reader, column);
    }
}
