namespace Crm.Domain.Tests;

/// <summary>Codes and minor units of ISO 4217, list one of 2025, by the first letter of the code.</summary>
public sealed class CurrencyTests
{
    [Theory]
    [InlineData("AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD", 2)]
    [InlineData("CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP", 2)]
    [InlineData("GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT", 2)]
    [InlineData("LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO", 2)]
    [InlineData("NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD", 2)]
    [InlineData("SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD", 2)]
    [InlineData("XCG YER ZAR ZMW ZWG", 2)]
    [InlineData("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0)]
    [InlineData("BHD IQD JOD KWD LYD OMR TND", 3)]
    [InlineData("CLF UYW", 4)]
    [InlineData("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XUA", 2)]
    public void Every_code_of_the_standard_is_known_with_its_decimals(string codes, int decimals)
    {
        foreach (var code in codes.Split(' '))
            (Currency.IsKnown(code), new Currency(code).Decimals).Should().Be((true, decimals), code);
    }

    [Theory]
    [InlineData("XXX"), InlineData("XTS"), InlineData("xdr"), InlineData("RUR"), InlineData("")]
    public void What_names_no_currency_is_none(string code) => Currency.IsKnown(code).Should().BeFalse();
}
