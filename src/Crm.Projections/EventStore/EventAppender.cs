using System.Collections.Concurrent;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.EventStore;

/// <summary>
/// Appends the events of one stream as rows in a single statement. The rows equal those that Marten writes (ADR 3; a
/// test compares them).
/// </summary>
internal static class EventAppender
{
    internal const string Tenant = "*DEFAULT*";

    private const string Begin =
        $"insert into {StoreTables.Streams} (id, type, version, timestamp, {StoreColumns.Tenant}) "
        + $"values ($1, $2, $3, now(), '{Tenant}')";

    private const string Ensure = Begin + " on conflict (id) do nothing";

    private const string Continue =
        $"update {StoreTables.Streams} set version = $3, timestamp = now() where id = $1 and type = $2";

    // Sequence numbers are drawn in the order of the events. A concurrent event with the same version violates the
    // unique index of stream and version.
    private const string Append = $"""
        insert into {StoreTables.Events}
        ({StoreColumns.Sequence}, id, {StoreColumns.Stream}, version, data, type, {StoreColumns.Tenant}, timestamp,
        {StoreColumns.DotNetType}, {StoreColumns.IsArchived},
        {StoreColumns.Causation}, {StoreColumns.Correlation}, headers, {StoreColumns.User})
        select nextval('{StoreTables.Events}_sequence'), gen_random_uuid(), $1, $2 + e.n, e.data, e.type, '{Tenant}', $3, e.dotnet, false,
        $4, $5, $6, $7
        from unnest($8::jsonb[], $9::varchar[], $10::varchar[]) with ordinality as e (data, type, dotnet, n)
        returning {StoreColumns.Sequence}
        """;

    private const string AppendEach = $"""
        insert into {StoreTables.Events}
        ({StoreColumns.Sequence}, id, {StoreColumns.Stream}, version, data, type, {StoreColumns.Tenant}, timestamp,
        {StoreColumns.DotNetType}, {StoreColumns.IsArchived},
        {StoreColumns.Causation}, {StoreColumns.Correlation}, headers, {StoreColumns.User})
        select nextval('{StoreTables.Events}_sequence'), gen_random_uuid(), e.stream, e.version, e.data, e.type, '{Tenant}', $1, e.dotnet,
        false, $2, $3, $4, $5
        from unnest($6::uuid[], $7::bigint[], $8::jsonb[], $9::varchar[], $10::varchar[]) as e (stream, version, data, type, dotnet)
        """;

    private static readonly ConcurrentDictionary<Type, string> DotNetNames = [];

    /// <summary>
    /// Inserts the row of a new stream, before any event of the transaction: if the id is taken, the statement fails
    /// before a sequence number is drawn. Otherwise the reports would wait for a number that is never committed.
    /// </summary>
    /// <param name="type">Marten's name of the stream type.</param>
    /// <param name="version">The version of the last event that the transaction writes.</param>
    public static NpgsqlBatchCommand BeginStream(Guid stream, string type, long version) =>
        StreamRow(Begin, stream, type, version);

    /// <summary>
    /// Ensures that the row of a stream exists, for a command that has to lock a stream before its first event.
    /// </summary>
    public static NpgsqlBatchCommand EnsureStream(Guid stream, string type) => StreamRow(Ensure, stream, type, 0);

    /// <summary>The new version of a stream whose row the transaction has locked.</summary>
    public static NpgsqlBatchCommand ContinueStream(Guid stream, string type, long version) =>
        StreamRow(Continue, stream, type, version);

    private static NpgsqlBatchCommand StreamRow(string sql, Guid stream, string type, long version) =>
        new(sql)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = stream },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = type },
                new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = version },
            },
        };

    /// <param name="version">Version of the stream before these events; 0 for a new stream.</param>
    public static NpgsqlBatchCommand Events(
        ISerializer json,
        Guid stream,
        long version,
        IReadOnlyList<DomainEvent> events,
        EventStamp stamp
    ) =>
        new(Append)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = stream },
                new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = version },
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = stamp.RecordedAt },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = (object?)stamp.Origin.Causation ?? DBNull.Value },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Varchar,
                    Value = (object?)stamp.Origin.Correlation ?? DBNull.Value,
                },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.ToJson(stamp.Origin.Headers) },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = stamp.Origin.User },
                Texts(NpgsqlDbType.Jsonb, events.Select(one => json.ToJson(one))),
                Texts(NpgsqlDbType.Varchar, events.Select(one => EventCatalogue.Of(one.GetType()).Name)),
                Texts(NpgsqlDbType.Varchar, events.Select(one => DotNetName(one.GetType()))),
            },
        };

    /// <summary>One event on each of many streams.</summary>
    /// <param name="events">Each with the version of its stream before it.</param>
    public static NpgsqlBatchCommand EventsOfStreams(
        ISerializer json,
        IReadOnlyList<(Guid Stream, long Before, DomainEvent Event)> events,
        EventStamp stamp
    ) =>
        new(AppendEach)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = stamp.RecordedAt },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = (object?)stamp.Origin.Causation ?? DBNull.Value },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Varchar,
                    Value = (object?)stamp.Origin.Correlation ?? DBNull.Value,
                },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.ToJson(stamp.Origin.Headers) },
                new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = stamp.Origin.User },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
                    Value = events.Select(one => one.Stream).ToArray(),
                },
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
                    Value = events.Select(one => one.Before + 1).ToArray(),
                },
                Texts(NpgsqlDbType.Jsonb, events.Select(one => json.ToJson(one.Event))),
                Texts(NpgsqlDbType.Varchar, events.Select(one => EventCatalogue.Of(one.Event.GetType()).Name)),
                Texts(NpgsqlDbType.Varchar, events.Select(one => DotNetName(one.Event.GetType()))),
            },
        };

    private static NpgsqlParameter Texts(NpgsqlDbType type, IEnumerable<string> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };

    private static string DotNetName(Type type) =>
        DotNetNames.GetOrAdd(type, static one => $"{one.FullName}, {one.Assembly.GetName().Name}");
}

/// <summary>Metadata that all events of one transaction share.</summary>
public sealed record EventStamp(DateTimeOffset RecordedAt, EventOrigin Origin);
