using System.Text.Json;
using Crm.Domain.Access;
using Npgsql;

namespace Crm.Projections.ReadModels.Access;

/// <summary>Finds API keys by the hash of their secret.</summary>
public sealed class ApiKeyQuery(NpgsqlDataSource database)
{
    private const string Sql =
        $"with found as (select id, data from {StoreTables.ApiKeys} where secret_hash = $1), "
        + $"used as (insert into {KeyUseTable.Qualified} (id, at) select id, $2 from found "
        + "on conflict (id) do update set at = excluded.at) select data from found";

    /// <summary>Finds a key and records its use, in one round trip.</summary>
    public async Task<ApiKey?> Use(string hash, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue(hash);
        command.Parameters.AddWithValue(now);
        return await command.ExecuteScalarAsync(ct) is string json
            ? JsonSerializer.Deserialize<ApiKeyDocument>(json, StoreFormat.Json)!.State
            : null;
    }
}

/// <summary>API keys with the time of their last use.</summary>
public sealed class ApiKeyList()
    : DocumentList<ApiKeyDocument>(
        data: $"d.data || jsonb_build_object('lastUsedAt', (select u.at from {KeyUseTable.Qualified} u where u.id = d.id))"
    );
