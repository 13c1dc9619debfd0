using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>How far the asynchronous projections are.</summary>
public sealed class ProjectionProgress(NpgsqlDataSource database)
{
    /// <summary>The position that each shard has reached, by its name.</summary>
    public async Task<Dictionary<string, long>> All(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select name, last_seq_id from {StoreTables.Progression}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            found[reader.GetString(0)] = reader.GetInt64(1);
        return found;
    }

    /// <summary>The position of the last event; 0 without any.</summary>
    public async Task<long> Head(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select coalesce(max(seq_id), 0) from {StoreTables.Events}");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
