using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.EventStore;

/// <summary>Positions in the global sequence of events.</summary>
public static class EventPositions
{
    private const string Sql =
        $"select {StoreColumns.Sequence} from {StoreTables.Events} "
        + $"where {StoreColumns.Stream} = $1 and ($2::bigint is null or version = $2) order by version desc limit 1";

    /// <summary>
    /// The position of an event of a stream; without a version, of its last event. Null when there is none.
    /// </summary>
    public static async Task<long?> Of(IQuerySession session, Guid stream, long? version, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }
        );
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }
}
