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
    private const string Read = $"select data from {StoreTables.Clients} where id = $1";

    /// <param name="connection">In a transaction, which determines how long the lock is held.</param>
    public static async Task<LockedClient> Load(
        NpgsqlConnection connection,
        ISerializer json,
        Guid client,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Of(Lock), Of(Read) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
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
}
