using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crm.Domain.CustomFields;

namespace Crm.Api.Json;

/// <summary>JSON over HTTP: strict when reading, complete when writing.</summary>
public static class Wire
{
    /// <summary>Maximum depth of request bodies.</summary>
    public const int MaxDepth = 32;

    public static JsonSerializerOptions Json { get; } = ReadOnly(Configure(new JsonSerializerOptions()));

    /// <summary>For digests: omits members without a value.</summary>
    public static JsonSerializerOptions WithValues { get; } =
        new(Json) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>For readers who may not see costs: omits these members.</summary>
    public static JsonSerializerOptions WithoutCost { get; } =
        new(Json) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { HideCost } } };

    /// <summary>
    /// Only read-only options provide type metadata (<see cref="JsonSerializerOptions.GetTypeInfo"/>), which bodies are
    /// checked against.
    /// </summary>
    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void HideCost(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (
            var hidden in type
                .Properties.Where(x => x.AttributeProvider?.IsDefined(typeof(CostAttribute), false) == true)
                .ToArray()
        )
            type.Properties.Remove(hidden);
    }

    public static JsonSerializerOptions Configure(JsonSerializerOptions o)
    {
        o.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        o.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        o.RespectNullableAnnotations = true;
        o.RespectRequiredConstructorParameters = true;
        o.AllowDuplicateProperties = false;
        // Request bodies are checked before they are read; an answer embeds them in an object of its own, so it may be
        // deeper.
        o.MaxDepth = 2 * MaxDepth;
        o.NumberHandling = JsonNumberHandling.Strict;
        o.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        o.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { IdentifierJson.Normalize } };
        o.Converters.Add(new InstantJson());
        // Stored as yes-no by builds before.
        o.Converters.Add(new WireNames<FieldType>());
        o.Converters.Add(new DecimalJson());
        o.Converters.Add(new DateJson());
        o.Converters.Add(new UuidJson());
        return o;
    }

    /// <summary>An instant as in JSON over HTTP.</summary>
    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>
/// RFC 3339 with an offset; written in UTC with <c>Z</c>; truncated to whole microseconds, the precision of the store.
/// </summary>
public sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var at)
            ? at
            : throw new JsonValueException("an instant of RFC 3339 with Z or an offset, such as 2026-11-23T10:00:00Z");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Wire.Text(value));

    public static bool TryParse(string? text, out DateTimeOffset at)
    {
        at = default;
        if (text is null || text.Length is < 20 or > 40 || text[10] is not ('T' or 't'))
            return false;
        if (text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
            return false;
        var zoned = text[^1] is 'Z' or 'z' || (text[^3] == ':' && text[^6] is '+' or '-');
        if (!zoned || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            return false;
        if (parsed.UtcDateTime.Year is < 1900 or > 9000)
            return false;
        at = Instant.Cut(parsed);
        return true;
    }
}

/// <summary>
/// Percentages and quantities: JSON numbers without exponent, at most 12 digits before and 6 after the point.
/// </summary>
public sealed class DecimalJson : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonValueException("a JSON number");
        if (
            !ExactDecimal.TryParse(Raw(ref reader), NumberStyles.Float, out var value)
            || Math.Abs(value) >= 1_000_000_000_000m
            || value != Math.Round(value, 6)
        )
            throw new JsonValueException("a number of at most 12 digits before and 6 after the point");
        return value;
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString("0.######", CultureInfo.InvariantCulture));

    private static string Raw(ref Utf8JsonReader reader) =>
        reader.HasValueSequence
            ? Encoding.UTF8.GetString(reader.ValueSequence)
            : Encoding.UTF8.GetString(reader.ValueSpan);
}

/// <summary>Instants of the product are in UTC and whole microseconds, the precision of PostgreSQL.</summary>
public static class Instant
{
    public static DateTimeOffset Cut(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
