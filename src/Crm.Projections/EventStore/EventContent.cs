using System.Text.Json;

namespace Crm.Projections.EventStore;

/// <summary>The content of a stored event.</summary>
internal static class EventContent
{
    public static DomainEvent Read(string type, string json) =>
        (DomainEvent)JsonSerializer.Deserialize(json, EventCatalogue.Of(type).Type, StoreFormat.Json)!;

    /// <summary>
    /// A placeholder for what cannot be read. For people who look at a history: a damaged event hides no other, and
    /// nothing is decided on it.
    /// </summary>
    public static DomainEvent ReadOrPlaceholder(string type, string json, DateTimeOffset recordedAt)
    {
        if (EventCatalogue.Find(type) is null)
            return new UnreadableContent("event.type_unknown") { HappenedAt = Date(json) ?? recordedAt };
        try
        {
            return Read(type, json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or FormatException)
        {
            return new UnreadableContent("event.unreadable") { HappenedAt = Date(json) ?? recordedAt };
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
}
