using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.Kernel;

/// <summary>An exact amount in one currency. In JSON: <c>{"amount":"1250000.00","currency":"RUB"}</c>.</summary>
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money(decimal Amount, Currency Currency)
{
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>True when the amount has no digits below the minor unit.</summary>
    public bool IsWhole => Currency.Round(Amount) == Amount;

    /// <summary>
    /// The decimal string in JSON: at least the decimals of the minor unit, no exponent, no further trailing zeros.
    /// </summary>
    public string Text
    {
        get
        {
            var minor = Currency.Decimals;
            var format = "0" + (minor > 0 ? "." + new string('0', minor) : ".") + new string('#', 10 - minor);
            return Amount.ToString(format, CultureInfo.InvariantCulture);
        }
    }

    public Money With(decimal amount) => this with { Amount = amount };

    public override string ToString() => $"{Text} {Currency}";
}

/// <summary>Amounts are decimal strings, never JSON numbers, so that no client loses a kopeck to a double.</summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonValueException("money is an object {amount, currency}");
        string? amount = null,
            currency = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonValueException("amount and currency are strings");
            if ((name == "amount" && amount is not null) || (name == "currency" && currency is not null))
                throw new JsonValueException($"'{name}' is given twice");
            if (name == "amount")
                amount = reader.GetString();
            else if (name == "currency")
                currency = reader.GetString();
            else
                throw new JsonValueException($"money has no member '{name}'");
        }

        if (amount is null || currency is null)
            throw new JsonValueException("money needs amount and currency");
        if (!Currency.IsKnown(currency))
            throw new JsonValueException("currency is a code of ISO 4217, such as RUB");
        return new Money(Exact(amount), new Currency(currency));
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.Text);
        writer.WriteString("currency", value.Currency.Code);
        writer.WriteEndObject();
    }

    /// <summary>At most 15 digits before and 6 after the point: products of two such numbers still fit a decimal exactly.</summary>
    private static decimal Exact(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits.Length : point;
        var fraction = point < 0 ? 0 : digits.Length - point - 1;
        var well = !text.StartsWith('+') && whole is >= 1 and <= 15 && fraction <= 6 && (point < 0 || fraction > 0);
        return well && ExactDecimal.TryParse(text, Plain, out var amount)
            ? amount
            : throw new JsonValueException(
                "amount is a decimal string of at most 15 digits before and 6 after the point"
            );
    }
}
