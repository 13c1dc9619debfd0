using System.Globalization;

namespace Crm.Api.Printing.Words;

/// <summary>
/// An amount as documents write it out: the units in words, the minor unit in digits.
/// <c>Одна тысяча два рубля 05 копеек</c>; <c>One thousand two rubles and 05 kopecks</c>.
/// </summary>
public static class AmountInWords
{
    /// <summary>Beyond the named powers of a thousand an amount is written in digits.</summary>
    private const decimal Nameless = 1_000_000_000_000_000_000_000m;

    public static string Of(Money money, string language)
    {
        var (amount, decimals) = (money.Currency.Round(Math.Abs(money.Amount)), money.Currency.Decimals);
        var whole = decimal.Truncate(amount);
        var minor = decimal.Truncate((amount - whole) * Power(decimals));
        var words = CurrencyWords.Of(money.Currency);
        var units =
            whole >= Nameless ? whole.ToString("0", CultureInfo.InvariantCulture)
            : language == "ru" ? RussianNumber.Of(whole, words?.Feminine == true)
            : EnglishNumber.Of(whole);
        var text =
            language == "ru"
                ? Russian(units, whole, minor, decimals, money.Currency, words)
                : English(units, whole, minor, decimals, money.Currency, words);
        text = money.Amount < 0 && amount > 0 ? (language == "ru" ? "минус " : "minus ") + text : text;
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Russian(
        string units,
        decimal whole,
        decimal minor,
        int decimals,
        Currency currency,
        CurrencyWords? words
    ) =>
        words is null ? Coded(units, minor, decimals, currency)
        : decimals == 0 || words.Minor is null ? $"{units} {words.Unit.After(whole)}"
        : $"{units} {words.Unit.After(whole)} {Digits(minor, decimals)} {words.Minor.After(minor)}";

    private static string English(
        string units,
        decimal whole,
        decimal minor,
        int decimals,
        Currency currency,
        CurrencyWords? words
    ) =>
        words is null ? Coded(units, minor, decimals, currency)
        : decimals == 0 ? $"{units} {(whole == 1 ? words.En.One : words.En.Many)}"
        : $"{units} {(whole == 1 ? words.En.One : words.En.Many)} and {Digits(minor, decimals)} {(minor == 1 ? words.EnMinor.One : words.EnMinor.Many)}";

    private static string Coded(string units, decimal minor, int decimals, Currency currency) =>
        decimals == 0
            ? $"{units} {currency.Code}"
            : $"{units} {currency.Code} {Digits(minor, decimals)}/{Power(decimals):0}";

    private static string Digits(decimal minor, int decimals) =>
        minor.ToString(new string('0', decimals), CultureInfo.InvariantCulture);

    private static decimal Power(int decimals) =>
        decimals switch
        {
            0 => 1,
            3 => 1000,
            _ => 100,
        };
}
