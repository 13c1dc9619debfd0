using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Api.Json;

/// <summary>The values of an enum over HTTP are camelCase, whatever names the store keeps.</summary>
public sealed class WireNames<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly (TEnum Value, string Name)[] Known =
    [
        .. Enum.GetValues<TEnum>().Select(value => (value, JsonNamingPolicy.CamelCase.ConvertName(value.ToString()))),
    ];

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Known.FirstOrDefault(one => one.Name == text) is { Name: not null } found
            ? found.Value
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Known.First(one => one.Value.Equals(value)).Name);
}
