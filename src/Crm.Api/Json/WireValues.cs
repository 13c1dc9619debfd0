using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Api.Json;

/// <summary>A business date in a plausible range: dates outside of it are mistakes and break date arithmetic.</summary>
public sealed class DateJson : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var date)
            ? date
            : throw new JsonValueException("a date from 1900 to 9000, such as 2026-11-23");

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static bool TryParse(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year is >= 1900 and <= 9000;
}

/// <summary>
/// An id: a UUID with hyphens. All zeros are refused, because clients send them when they have no id.
/// </summary>
public sealed class UuidJson : JsonConverter<Guid>
{
    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && Guid.TryParseExact(reader.GetString(), "D", out var id)
        && id != Guid.Empty
            ? id
            : throw new JsonValueException("a UUID");

    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
