using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.Idempotency;

/// <summary>What is stored about earlier requests.</summary>
/// <param name="Answer">The answer under the idempotency key of the request.</param>
/// <param name="Digest">The digest under the client-supplied id of the new item.</param>
public sealed record EarlierRequest(IdempotentAnswer? Answer, CreationDigest? Digest)
{
    public static EarlierRequest Nothing { get; } = new(null, null);

    // The advisory lock marks the key as in flight for concurrent requests; they test it and never wait for it.
    private const string Sql = $"""
        select (select data from {StoreTables.IdempotentAnswers} where id = $1),
        (select data from {StoreTables.CreationDigests} where id = $2), pg_try_advisory_xact_lock(hashtextextended($1, 0))
        """;

    /// <summary>
    /// Whether another transaction has the key in flight. Used by requests that timed out waiting for a lock.
    /// </summary>
    public static async Task<bool> IsInFlight(NpgsqlDataSource database, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select pg_try_advisory_xact_lock_shared(hashtextextended($1, 0))"
        );
        command.Parameters.AddWithValue(key);
        return !(bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Whether an answer has been stored under a key since an instant.</summary>
    public static async Task<bool> Exists(
        NpgsqlDataSource database,
        string key,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"select exists (select from {StoreTables.IdempotentAnswers} where id = $1 and at >= $2)"
        );
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(since);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Deletes answers that were stored before an instant.</summary>
    public static async Task Purge(NpgsqlDataSource database, DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"delete from {StoreTables.IdempotentAnswers} where at < $1");
        command.Parameters.AddWithValue(before);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static NpgsqlBatchCommand Read(string? key, Guid? suppliedId) =>
        new(Sql)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)key ?? DBNull.Value },
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)suppliedId ?? DBNull.Value },
            },
        };

    internal static async Task<EarlierRequest> Read(NpgsqlDataReader reader, ISerializer json, CancellationToken ct)
    {
        await reader.ReadAsync(ct);
        var kept = new EarlierRequest(
            reader.IsDBNull(0) ? null : json.FromJson<IdempotentAnswer>(reader, 0),
            reader.IsDBNull(1) ? null : json.FromJson<CreationDigest>(reader, 1)
        );
        await reader.NextResultAsync(ct);
        return kept;
    }
}
