using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.Kernel;

/// <summary>An ISO 4217 currency with the decimals of its minor unit.</summary>
[JsonConverter(typeof(CurrencyJson))]
public readonly record struct Currency(string Code) : IComparable<Currency>
{
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK "
        + "DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP "
        + "LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        + "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER "
        + "ZAR ZMW ZWG";

    private static readonly FrozenDictionary<string, int> Known = TwoDecimals
        .Split(' ')
        .Select(code => (code, digits: 2))
        .Concat(
            "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
                .Split(' ')
                .Select(code => (code, digits: 0))
        )
        .Concat("BHD IQD JOD KWD LYD OMR TND".Split(' ').Select(code => (code, digits: 3)))
        .ToFrozenDictionary(x => x.code, x => x.digits, StringComparer.Ordinal);

    /// <summary>Decimals of the minor unit: 2 for RUB, 0 for JPY, 3 for KWD.</summary>
    public int Decimals => Known.GetValueOrDefault(Code, 2);

    /// <summary>True for a code of ISO 4217 (upper case).</summary>
    public static bool IsKnown(string code) => Known.ContainsKey(code);

    /// <summary>Rounds to the minor unit, half away from zero: the only rounding of money in the product.</summary>
    public decimal Round(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.AwayFromZero);

    public int CompareTo(Currency other) => string.CompareOrdinal(Code, other.Code);

    public override string ToString() => Code;
}

/// <summary>A currency is its code in JSON.</summary>
public sealed class CurrencyJson : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}
