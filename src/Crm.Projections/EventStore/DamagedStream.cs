using System.Text.Json;
using Crm.Domain.Kernel;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>
/// Reads a stream whose events cannot all be read: each event for itself, so that a damaged one hides no other. For people who look at
/// a history; nothing is decided on it.
/// </summary>
public static class DamagedStream
{
    private const string Sql =
        $"select id, {StoreColumns.Sequence}, version, timestamp, type, data::text, {StoreColumns.User}, "
        + $"{StoreColumns.Correlation}, {StoreColumns.Causation}, headers::text "
        + $"from {StoreTables.Events} where {StoreColumns.Stream} = $1 order by version";

    /// <summary>The exception means that an event of the stream cannot be read.</summary>
    public static bool IsCauseOf(Exception fault) =>
        fault
            is EventDeserializationFailureException
                or UnknownEventTypeException
                or Marten.Exceptions.EventDeserializationFailureException
                or Marten.Exceptions.UnknownEventTypeException;

    public static async Task<IReadOnlyList<IEvent>> Read(IQuerySession session, Guid stream, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.AddWithValue(stream);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        List<IEvent> events = [];
        while (await reader.ReadAsync(ct))
        {
            var e = Wrap(Content(reader.GetString(4), reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(3)));
            (e.StreamId, e.Id, e.Sequence, e.Version) = (
                stream,
                reader.GetGuid(0),
                reader.GetInt64(1),
                reader.GetInt64(2)
            );
            (e.Timestamp, e.EventTypeName) = (reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4));
            (e.UserName, e.CorrelationId, e.CausationId) = (Text(reader, 6), Text(reader, 7), Text(reader, 8));
            e.Headers = Text(reader, 9) is { } headers
                ? JsonSerializer.Deserialize<Dictionary<string, object>>(headers, StoreFormat.Json)
                : null;
            events.Add(e);
        }

        return events;
    }

    private static DomainEvent Content(string type, string json, DateTimeOffset recordedAt)
    {
        if (EventCatalogue.Find(type) is not { } entry)
            return new UnreadableEvent("event.type_unknown") { HappenedAt = Date(json) ?? recordedAt };
        try
        {
            return (DomainEvent)JsonSerializer.Deserialize(json, entry.Type, StoreFormat.Json)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or FormatException)
        {
            return new UnreadableEvent("event.unreadable") { HappenedAt = Date(json) ?? recordedAt };
        }
    }

    /// <summary>The business time, where at least that can be read.</summary>
    private static DateTimeOffset? Date(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
            document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("happenedAt", out var date)
            && date.ValueKind == JsonValueKind.String
            && date.TryGetDateTimeOffset(out var time)
            ? time
            : null;
    }

    private static IEvent Wrap(DomainEvent content) =>
        (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(content.GetType()), content)!;

    private static string? Text(System.Data.Common.DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
