using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>Deals by kind and version.</summary>
public sealed class DealsOfKinds(NpgsqlDataSource database)
{
    /// <summary>Number of open deals pinned to each version.</summary>
    public async Task<Dictionary<(string Kind, int Version), long>> CountOpen(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select kind, (data->'state'->'kind'->>'version')::int, count(*) from {StoreTables.Deals} "
                + "where status = 'open' group by 1, 2"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<(string, int), long> open = [];
        while (await reader.ReadAsync(ct))
            open[(reader.GetString(0), reader.GetInt32(1))] = reader.GetInt64(2);
        return open;
    }

    /// <summary>Deals of a kind in the order of their opening.</summary>
    /// <param name="from">Opened at or after; null: no lower bound.</param>
    /// <param name="until">Opened before; null: no upper bound.</param>
    public async Task<List<Guid>> Opened(string kind, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id from {StoreTables.Deals} where kind = $1 and ($2::timestamptz is null or opened_at >= $2) "
                + "and ($3::timestamptz is null or opened_at < $3) order by opened_at, id"
        );
        command.Parameters.AddWithValue(kind);
        foreach (var instant in (DateTimeOffset?[])[from, until])
            command.Parameters.Add(
                new()
                {
                    Value = (object?)instant?.ToUniversalTime() ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz,
                }
            );
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Guid> ids = [];
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }
}
