using Crm.Domain.Clients;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Clients;

/// <summary>
/// A client that a decision on a deal reads, locked for share: an edit of the client waits until the decision is
/// committed, while many decisions may read it concurrently.
/// </summary>
public sealed record LockedClient(Client? Client, long Version)
{
    // A separate statement: the next one takes its snapshot after the lock is held.
    private const string Lock = $"select version from {StoreTables.Streams} where id = $1 for share";
    private const string TryLock = Lock + " nowait";
    private const string Read = $"select data from {StoreTables.Clients} where id = $1";

    /// <param name="connection">In a transaction, which determines how long the lock is held.</param>
    /// <param name="waits">
    /// Waits while the client is edited; otherwise throws a <see cref="ResourceLockedException"/>.
    /// </param>
    public static async Task<LockedClient> Load(
        NpgsqlConnection connection,
        ISerializer json,
        Guid client,
        bool waits,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Of(waits ? Lock : TryLock), Of(Read) },
        };
        await using var reader = waits ? await batch.ExecuteReaderAsync(ct) : await Try(batch, client, ct);
        var version = await reader.ReadAsync(ct) ? reader.GetInt64(0) : 0;
        await reader.NextResultAsync(ct);
        var found = await reader.ReadAsync(ct) ? json.FromJson<ClientDocument>(reader, 0) : null;
        return new(found?.State, version);

        NpgsqlBatchCommand Of(string sql) =>
            new(sql)
            {
                Parameters =
                {
                    new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = client },
                },
            };
    }

    private static async Task<NpgsqlDataReader> Try(NpgsqlBatch batch, Guid client, CancellationToken ct)
    {
        try
        {
            return await batch.ExecuteReaderAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new ResourceLockedException(client, e);
        }
    }
}
