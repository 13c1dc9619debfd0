using System.Collections.Concurrent;
using Crm.Domain.Kernel;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections;

/// <summary>Who made the facts of one command, and what they belong to.</summary>
public sealed record FactOrigin(
    string User,
    string? Correlation,
    string? Causation,
    IReadOnlyDictionary<string, object> Headers
);

/// <summary>
/// The facts of one stream as rows, in one statement: the store's own way calls a function that inserts them one by one. The rows are those
/// that the store writes, to the letter (ADR 3).
/// </summary>
internal static class FactRows
{
    private const string Tenant = "*DEFAULT*";

    private const string Begin =
        $"insert into {CrmStore.EventSchema}.mt_streams (id, type, version, timestamp, tenant_id) values ($1, $2, $3, now(), '{Tenant}')";
    private const string Continue =
        $"update {CrmStore.EventSchema}.mt_streams set version = $3, timestamp = now() where id = $1 and type = $2";

    // The sequence is asked in the order of the facts; what was written in between under the same version collides in the index of stream and version.
    private const string Append = $"""
         insert into {CrmStore.EventSchema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived, causation_id, correlation_id, headers, user_name)
        select nextval('{CrmStore.EventSchema}.mt_events_sequence'), gen_random_uuid(), $1, $4 + e.n, e.data, e.type, '{Tenant}', $5, e.dotnet, false, $6, $7, $8, $9
        from unnest($10::jsonb[], $11::varchar[], $12::varchar[]) with ordinality as e (data, type, dotnet, n) returning seq_id
        """;

    private static readonly ConcurrentDictionary<Type, string> DotNetNames = [];

    /// <param name="type">The store's name of what the stream is about.</param>
    /// <param name="version">The version of the stream's last fact; 0 when it begins.</param>
    public static NpgsqlBatchCommand Of(
        ISerializer json,
        Guid stream,
        string type,
        long version,
        IReadOnlyList<Fact> facts,
        DateTimeOffset recordedAt,
        FactOrigin origin
    ) =>
        new(version == 0 ? $"with stream as ({Begin}){Append}" : $"with stream as ({Continue}){Append}")
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = stream },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = type },
                new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = version + facts.Count },
                new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = version },
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = recordedAt },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = (object?)origin.Causation ?? DBNull.Value },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = (object?)origin.Correlation ?? DBNull.Value },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.ToJson(origin.Headers) },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = origin.User },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                    Value = facts.Select(x => json.ToJson(x)).ToArray(),
                },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
                    Value = facts.Select(x => EventCatalogue.Of(x.GetType()).Name).ToArray(),
                },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
                    Value = facts
                        .Select(x =>
                            DotNetNames.GetOrAdd(x.GetType(), t => $"{t.FullName}, {t.Assembly.GetName().Name}")
                        )
                        .ToArray(),
                },
            },
        };
}
