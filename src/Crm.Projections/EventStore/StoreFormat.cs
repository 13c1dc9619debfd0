using System.Text.Json;
using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten;
using Weasel.Core;

namespace Crm.Projections.EventStore;

/// <summary>
/// Storage of events and documents: schemas, JSON, metadata. None of it may change once the first event is stored.
/// </summary>
public static class StoreFormat
{
    public const string Schema = "crm";
    public const string EventSchema = "crm_events";

    /// <summary>Options of all stored JSON.</summary>
    public static JsonSerializerOptions Json { get; } = Shape(new JsonSerializerOptions());

    /// <summary>
    /// Settings of events and serializer only: a second store on the same events must share them exactly.
    /// </summary>
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
        // Why a report has stopped is stored with its position, for every host to tell.
        o.Events.EnableExtendedProgressionTracking = true;
        var metadata = o.Events.MetadataConfig;
        metadata.CorrelationIdEnabled =
            metadata.CausationIdEnabled =
            metadata.UserNameEnabled =
            metadata.HeadersEnabled =
                true;
        foreach (var entry in EventCatalogue.Entries)
            o.Events.MapEventType(entry.Type, entry.Name);
        o.Storage.ExtendedSchemaObjects.Add(new StoreVersionTable());

        // A report that cannot read an event stops and reports the error; skipping the event would make its numbers
        // wrong.
        var errors = o.Projections.Errors;
        errors.SkipApplyErrors = errors.SkipSerializationErrors = errors.SkipUnknownEvents = false;
        o.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        o.Projections.StopAndDrainTimeout = TimeSpan.FromSeconds(20);
    }

    /// <summary>
    /// Removes Marten's enum converter: it would take precedence over ours and write <c>Won</c> in events where
    /// everything else uses <c>won</c>.
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
        // jsonb does not preserve the order of members, so the type discriminator of a check may not come first.
        o.AllowOutOfOrderMetadataProperties = true;
        o.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return o;
    }
}
