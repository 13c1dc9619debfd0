using System.Globalization;

namespace Crm.Api.Printing.Words;

/// <summary>
/// Writes an amount out as documents do: the units in words, the minor units in digits.
/// <c>Одна тысяча два рубля 05 копеек</c>; <c>One thousand two rubles and 05 kopecks</c>.
/// </summary>
public static class AmountInWords
{
    /// <summary>From here on the units are written in digits: 10^18 is the last power of a thousand that has a name here.</summary>
    private const decimal FirstWithoutName = 1_000_000_000_000_000_000_000m;

    public static string From(Money money, string language)
    {
        var isRussian = language == "ru";
        var (amount, decimals) = (money.Currency.Round(Math.Abs(money.Amount)), money.Currency.Decimals);
        var whole = decimal.Truncate(amount);
        var minor = decimal.Truncate((amount - whole) * Power(decimals));
        var words = CurrencyWords.Find(money.Currency);
        var units =
            whole >= FirstWithoutName ? whole.ToString("0", CultureInfo.InvariantCulture)
            : isRussian ? RussianNumber.ToWords(whole, words?.IsFeminine == true)
            : EnglishNumber.ToWords(whole);
        var text =
            words is null ? WithCode(units, minor, money.Currency)
            : isRussian ? Russian(units, whole, minor, decimals, words)
            : English(units, whole, minor, decimals, words);
        if (money.Amount < 0 && amount > 0)
            text = (isRussian ? "минус " : "minus ") + text;
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Russian(string units, decimal whole, decimal minor, int decimals, CurrencyWords words)
    {
        var text = $"{units} {words.Unit.After(whole)}";
        return decimals == 0 || words.Minor is null
            ? text
            : $"{text} {Digits(minor, decimals)} {words.Minor.After(minor)}";
    }

    private static string English(string units, decimal whole, decimal minor, int decimals, CurrencyWords words)
    {
        var text = $"{units} {(whole == 1 ? words.En.One : words.En.Many)}";
        return decimals == 0
            ? text
            : $"{text} and {Digits(minor, decimals)} {(minor == 1 ? words.EnMinor.One : words.EnMinor.Many)}";
    }

    /// <summary>For currencies whose names are not known: <c>Два SEK 50/100</c>.</summary>
    private static string WithCode(string units, decimal minor, Currency currency) =>
        currency.Decimals == 0
            ? $"{units} {currency.Code}"
            : $"{units} {currency.Code} {Digits(minor, currency.Decimals)}/{Power(currency.Decimals):0}";

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
