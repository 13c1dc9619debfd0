using Crm.Domain.Clients;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.Clients;

/// <summary>A client as a decision about something else sees him: who edits him waits until that decision is written, and many may look at once.</summary>
public static class ClientLook
{
    // By itself and first: the snapshot of the next statement is taken when the lock is held.
    private const string Lock = $"select version from {CrmStore.EventSchema}.mt_streams where id = $1 for share";
    private const string Read = $"select data from {CrmStore.Schema}.mt_doc_client where id = $1";

    /// <param name="session">In a transaction, which the lock lasts as long as.</param>
    public static async Task<(Client? Client, long Version)> At(
        IDocumentSession session,
        Guid client,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(session.Connection) { BatchCommands = { On(Lock), On(Read) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var version = await reader.ReadAsync(ct) ? reader.GetInt64(0) : 0;
        await reader.NextResultAsync(ct);
        var found = await reader.ReadAsync(ct)
            ? session.DocumentStore.Options.Serializer().FromJson<ClientDocument>(reader, 0)
            : null;
        return (found?.State, version);

        NpgsqlBatchCommand On(string sql) =>
            new(sql)
            {
                Parameters =
                {
                    new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = client },
                },
            };
    }
}
