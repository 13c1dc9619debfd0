using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>
/// A balance without money is a token in the card: most deals of a list have none yet, and twelve zeros are a third of a card.
/// The token names the currency; nothing stands for that of the company.
/// </summary>
internal sealed class BalanceInCard : JsonConverter<BalanceAnswer>
{
    public override BalanceAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<BalanceAnswer>(ref reader, options)!;

    public override void Write(Utf8JsonWriter writer, BalanceAnswer value, JsonSerializerOptions options)
    {
        var currency = value.Ordered.Currency;
        if (value == BalanceAnswer.Zero(currency))
            writer.WriteStringValue(CardFormat.Encode(CardToken.ZeroBalance, currency.Code));
        else
            JsonSerializer.Serialize(writer, value, options);
    }
}
