using System.Globalization;

namespace Crm.Api.Printing;

/// <summary>Formats numbers and days for print, independently of the culture of the machine.</summary>
internal static class PrintedNumbers
{
    /// <summary>Groups thousands; a line never breaks at it.</summary>
    private const string NoBreakSpace = "\u00a0";

    private static readonly Localized[] Months =
    [
        Labels.January,
        Labels.February,
        Labels.March,
        Labels.April,
        Labels.May,
        Labels.June,
        Labels.July,
        Labels.August,
        Labels.September,
        Labels.October,
        Labels.November,
        Labels.December,
    ];

    /// <summary>With the decimals of the currency; further decimals only where the amount has them.</summary>
    public static string Amount(decimal amount, Currency currency, string language)
    {
        var decimals =
            currency.Decimals > 0
                ? "." + new string('0', currency.Decimals) + new string('#', 6 - currency.Decimals)
                : ".######";
        return In(language, amount.ToString("#,##0" + decimals, CultureInfo.InvariantCulture));
    }

    public static string WithCurrency(decimal amount, Currency currency, string language) =>
        Amount(amount, currency, language) + NoBreakSpace + Mark(currency, language);

    public static string Quantity(decimal quantity, string language) =>
        In(language, quantity.ToString("#,##0.######", CultureInfo.InvariantCulture));

    public static string Percent(decimal percent, string language) =>
        Labels.Percent.With(language, Quantity(percent, language));

    public static string Mark(Currency currency, string language) =>
        currency.Code == "RUB" ? Labels.Ruble.In(language) : currency.Code;

    public static string Day(DateOnly day, string language) =>
        Labels.Date.With(language, day.Day, Months[day.Month - 1].In(language), day.Year);

    /// <summary>As payment orders write it.</summary>
    public static string ShortDay(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static string In(string language, string invariant) =>
        language == "ru" ? invariant.Replace(",", NoBreakSpace, StringComparison.Ordinal).Replace('.', ',') : invariant;
}
