using Crm.Projections.ReadModels.Catalog;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels;

/// <summary>Locks of an import that writes to many streams.</summary>
public static class ImportLocks
{
    /// <summary>
    /// Serializes imports of a kind, marks the key as in flight, and takes the lock of commands that assign product
    /// codes.
    /// </summary>
    public static async Task Take(IDocumentSession session, string kind, string? key, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(session.Connection)
        {
            BatchCommands =
            {
                new("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = "crm.import." + kind },
                    },
                },
                new(CodeClaim.Lock),
                new("select pg_try_advisory_xact_lock(hashtextextended($1, 0))")
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)key ?? DBNull.Value },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Locks streams in the order of their ids, to avoid deadlocks.</summary>
    /// <returns>Their versions.</returns>
    public static async Task<Dictionary<Guid, long>> Lock(
        IDocumentSession session,
        Guid[] streams,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            $"select id, version from {StoreTables.Streams} where id = any($1) order by id for update"
        );
        command.Parameters.AddWithValue(streams);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        Dictionary<Guid, long> versions = [];
        while (await reader.ReadAsync(ct))
            versions[reader.GetGuid(0)] = reader.GetInt64(1);
        return versions;
    }
}
