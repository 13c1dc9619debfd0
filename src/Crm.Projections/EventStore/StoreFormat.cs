using System.Text.Json;
using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten;
using Weasel.Core;

namespace Crm.Projections.EventStore;

/// <summary>How events and documents are stored: schemas, JSON, metadata. None of it may change once the first event is stored.</summary>
public static class StoreFormat
{
    public const string Schema = "crm";
    public const string EventSchema = "crm_events";

    /// <summary>The one shape of stored JSON.</summary>
    public static JsonSerializerOptions Json { get; } = Shape(new JsonSerializerOptions());

    /// <summary>Events and serializer alone: what a second store on the same events must share to the letter.</summary>
    public static void ConfigureEvents(StoreOptions o, string connection)
    {
        o.Connection(connection);
        o.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, x => Lower(Shape(x)));
        o.Events.DatabaseSchemaName = EventSchema;
        o.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        o.Events.UseMandatoryStreamTypeDeclaration = true;
        o.Events.UseExclusiveLockOnConcurrentAppends = true;
        o.Events.EnableEventSkippingInProjectionsOrSubscriptions = true;
        o.Events.AutoDiscoverTagTypes = false;
        o.Events.UseListenNotifyForEventAppends = true;
        var metadata = o.Events.MetadataConfig;
        metadata.CorrelationIdEnabled =
            metadata.CausationIdEnabled =
            metadata.UserNameEnabled =
            metadata.HeadersEnabled =
                true;
        foreach (var entry in EventCatalogue.Entries)
            o.Events.MapEventType(entry.Type, entry.Name);

        // A report that cannot read an event stops and says so; it never goes on with a hole.
        var errors = o.Projections.Errors;
        errors.SkipApplyErrors = errors.SkipSerializationErrors = errors.SkipUnknownEvents = false;
        o.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        o.Projections.StopAndDrainTimeout = TimeSpan.FromSeconds(20);
    }

    /// <summary>
    /// The store's own converter would win over that of our enums and write <c>Won</c> in events where all else says <c>won</c>.
    /// </summary>
    private static void Lower(JsonSerializerOptions o)
    {
        foreach (var own in o.Converters.Where(x => x is JsonStringEnumConverter).ToArray())
            o.Converters.Remove(own);
    }

    private static JsonSerializerOptions Shape(JsonSerializerOptions o)
    {
        o.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        o.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // The store keeps the members of an object in an order of its own: the name of a check need not come first.
        o.AllowOutOfOrderMetadataProperties = true;
        o.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return o;
    }
}
