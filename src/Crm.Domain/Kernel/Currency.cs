using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.Kernel;

/// <summary>An ISO 4217 currency with the decimals of its minor unit.</summary>
[JsonConverter(typeof(CurrencyJson))]
public readonly record struct Currency(string Code) : IComparable<Currency>
{
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY "
        + "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR "
        + "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
        + "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
        + "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG";

    /// <summary>
    /// Metals, units of accounts and special drawing rights, for which ISO 4217 names no minor unit: they are kept to 2 decimals. XTS
    /// (tests) and XXX (no currency) are no money and are left out.
    /// </summary>
    private const string WithoutMinorUnit = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XUA";

    private static readonly FrozenDictionary<string, int> Known = TwoDecimals
        .Split(' ')
        .Select(code => (code, digits: 2))
        .Concat(
            "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
                .Split(' ')
                .Select(code => (code, digits: 0))
        )
        .Concat("BHD IQD JOD KWD LYD OMR TND".Split(' ').Select(code => (code, digits: 3)))
        .Concat("CLF UYW".Split(' ').Select(code => (code, digits: 4)))
        .Concat(WithoutMinorUnit.Split(' ').Select(code => (code, digits: 2)))
        .ToFrozenDictionary(x => x.code, x => x.digits, StringComparer.Ordinal);

    /// <summary>Decimals of the minor unit: 2 for RUB, 0 for JPY, 3 for KWD, 4 for CLF.</summary>
    public int Decimals => Known.GetValueOrDefault(Code, 2);

    /// <summary>True for a code of ISO 4217 (upper case).</summary>
    public static bool IsKnown(string code) => Known.ContainsKey(code);

    /// <summary>Rounds to the minor unit, half away from zero: the only rounding of money in the product.</summary>
    public decimal Round(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.AwayFromZero);

    /// <summary>The smallest amount above zero: 0.01 of most currencies.</summary>
    public decimal MinorUnit => new(1, 0, 0, false, (byte)Decimals);

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
