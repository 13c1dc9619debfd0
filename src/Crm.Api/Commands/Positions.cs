using Marten;

namespace Crm.Api.Commands;

/// <summary>Places in the one sequence of all facts.</summary>
public static class Positions
{
    /// <summary>The version of a stream's last fact; 0 when it has none.</summary>
    public static async Task<long> Version(IQuerySession session, Guid stream, CancellationToken ct) =>
        (await session.Events.FetchStreamStateAsync(stream, ct))?.Version ?? 0;

    /// <summary>The position of a fact of a stream; of its last one when no version is given.</summary>
    public static async Task<long?> Of(IQuerySession session, Guid stream, long? version, CancellationToken ct)
    {
        await using var command = new Npgsql.NpgsqlCommand(
            "select seq_id from crm_events.mt_events where stream_id = $1 and ($2::bigint is null or version = $2) order by version desc limit 1"
        );
        command.Parameters.AddWithValue(stream);
        command.Parameters.Add(
            new Npgsql.NpgsqlParameter
            {
                Value = (object?)version ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint,
            }
        );
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }
}
