using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.Idempotency;

/// <summary>SQL statements that store an idempotent answer and the digest of a creation.</summary>
internal static class AnswerRow
{
    private const string Insert =
        $"insert into {StoreTables.IdempotentAnswers} (id, data, {StoreColumns.Document}, at) "
        + $"values ($1, $2, gen_random_uuid(), 'Crm.Projections.Idempotency.{nameof(IdempotentAnswer)}', transaction_timestamp(), $3)";
    private const string Replace =
        Insert
        + $" on conflict (id) do update set data = excluded.data, {StoreColumns.Version} = "
        + $"excluded.{StoreColumns.Version}, {StoreColumns.LastModified} = excluded.{StoreColumns.LastModified}, at = "
        + "excluded.at";
    private const string Digest =
        $"insert into {StoreTables.CreationDigests} (id, data, {StoreColumns.Document}) "
        + $"values ($1, $2, gen_random_uuid(), 'Crm.Projections.Idempotency.{nameof(CreationDigest)}', transaction_timestamp())";

    /// <param name="replacing">An expired answer may still be stored under the key.</param>
    public static NpgsqlBatchCommand Of(ISerializer json, IdempotentAnswer answer, bool replacing) =>
        new(replacing ? Replace : Insert)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = answer.Id },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.ToJson(answer) },
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = answer.At },
            },
        };

    public static NpgsqlBatchCommand Of(ISerializer json, CreationDigest digest) =>
        new(Digest)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = digest.Id },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.ToJson(digest) },
            },
        };
}
