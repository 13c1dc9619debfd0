using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Api.CustomFields;

/// <summary>Value of a custom field: text, number, boolean or money, depending on the type of the field.</summary>
[JsonConverter(typeof(FieldInputJson))]
public sealed record FieldInput(string? Text = null, decimal? Number = null, bool? Flag = null, Money? Money = null);

/// <summary>Read into what it is: the hash of a command then depends neither on spacing nor on the order of members.</summary>
public sealed class FieldInputJson : JsonConverter<FieldInput>
{
    public override FieldInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => new(Text: reader.GetString()),
            JsonTokenType.Number => new(Number: Inner<decimal>(ref reader, options)),
            JsonTokenType.True or JsonTokenType.False => new(Flag: reader.GetBoolean()),
            JsonTokenType.StartObject => new(Money: Inner<Money>(ref reader, options)),
            _ => throw new JsonValueException("text, a number, true or false, or money"),
        };

    /// <summary>By its converter and not by a call of its own: a fault then keeps the place where it stands.</summary>
    private static T Inner<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options)!;

    public override void Write(Utf8JsonWriter writer, FieldInput value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
            JsonSerializer.Serialize(writer, number, options);
        else if (value.Flag is { } flag)
            writer.WriteBooleanValue(flag);
        else if (value.Money is { } money)
            JsonSerializer.Serialize(writer, money, options);
        else
            writer.WriteStringValue(value.Text);
    }
}
