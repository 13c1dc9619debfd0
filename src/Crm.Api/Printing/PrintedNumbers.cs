using System.Globalization;

namespace Crm.Api.Printing;

/// <summary>Numbers and days as documents write them. No culture of the machine decides: the same document is the same everywhere.</summary>
internal static class PrintedNumbers
{
    /// <summary>Holds thousands together; no line breaks there.</summary>
    private const string Thin = "\u00a0";

    private static readonly string[] MonthsRu =
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];
    private static readonly string[] MonthsEn =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    /// <summary>With the decimals of the currency, and more only where there are more.</summary>
    public static string Amount(decimal amount, Currency currency, string language) =>
        In(
            language,
            amount.ToString(
                "#,##0"
                    + (
                        currency.Decimals > 0
                            ? "." + new string('0', currency.Decimals) + new string('#', 6 - currency.Decimals)
                            : ".######"
                    ),
                CultureInfo.InvariantCulture
            )
        );

    public static string WithCurrency(decimal amount, Currency currency, string language) =>
        Amount(amount, currency, language) + Thin + Mark(currency, language);

    public static string Quantity(decimal quantity, string language) =>
        In(language, quantity.ToString("#,##0.######", CultureInfo.InvariantCulture));

    public static string Percent(decimal percent, string language) =>
        Quantity(percent, language) + (language == "ru" ? Thin + "%" : "%");

    public static string Mark(Currency currency, string language) =>
        currency.Code == "RUB" && language == "ru" ? "руб." : currency.Code;

    public static string Day(DateOnly day, string language) =>
        language == "ru"
            ? FormattableString.Invariant($"{day.Day}{Thin}{MonthsRu[day.Month - 1]}{Thin}{day.Year}{Thin}г.")
            : FormattableString.Invariant($"{day.Day}{Thin}{MonthsEn[day.Month - 1]}{Thin}{day.Year}");

    /// <summary>In payment orders.</summary>
    public static string ShortDay(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static string In(string language, string invariant) =>
        language == "ru" ? invariant.Replace(",", Thin, StringComparison.Ordinal).Replace('.', ',') : invariant;
}
