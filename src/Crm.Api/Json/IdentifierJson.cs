using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Api.Json;

/// <summary>
/// Reads the members that are marked with <see cref="IdentifierAttribute"/> normalized. The only place where identifiers of bodies are
/// normalized: what a request is bound to, compared by and stored with is then the same.
/// </summary>
internal static class IdentifierJson
{
    private static readonly JsonConverter[] Converters =
    [
        new TextJson(Identifiers.Normalize),
        new TextJson(Identifiers.NormalizeNumber),
        new ListJson<IReadOnlyList<string>>(texts => texts),
        new ListJson<ImmutableArray<string>?>(texts => [.. texts]),
    ];

    public static void Normalize(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var property in type.Properties)
            if (Attribute(property) is { } identifier)
                property.CustomConverter = For(property.PropertyType, identifier.IsNumber);
    }

    private static IdentifierAttribute? Attribute(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(IdentifierAttribute), false)
            is [IdentifierAttribute found]
            ? found
            : null;

    private static JsonConverter For(Type type, bool isNumber) =>
        type == typeof(string)
            ? Converters[isNumber ? 1 : 0]
            : Converters.Skip(2).First(converter => converter.Type == type);

    private sealed class TextJson(Func<string, string> normalize) : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            normalize(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }

    private sealed class ListJson<TList>(Func<string[], TList> create) : JsonConverter<TList>
    {
        public override TList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var texts = JsonSerializer.Deserialize<string[]>(ref reader, options)!;
            // A null among them is refused by the operation, which knows its pointer.
            return create([.. texts.Select(text => text is null ? text! : Identifiers.Normalize(text))]);
        }

        public override void Write(Utf8JsonWriter writer, TList value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var text in (IEnumerable<string>)value!)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
    }
}
