using System.Globalization;
using System.Text.RegularExpressions;

namespace Crm.Api.BankStatements.Reading;

/// <summary>Dates, sums, accounts and texts as banks write them. What could mean two things is refused, not guessed.</summary>
internal static partial class StatementValues
{
    private const int LongestText = 2000;

    /// <summary>Digits 6 to 8 of a Russian account name its currency.</summary>
    private static readonly Dictionary<string, string> Currencies = new(StringComparer.Ordinal)
    {
        ["810"] = "RUB",
        ["643"] = "RUB",
        ["840"] = "USD",
        ["978"] = "EUR",
        ["156"] = "CNY",
        ["826"] = "GBP",
        ["398"] = "KZT",
        ["933"] = "BYN",
        ["949"] = "TRY",
        ["784"] = "AED",
        ["756"] = "CHF",
        ["392"] = "JPY",
    };

    public static DateOnly? Date(string? text, int row, StatementFaults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (
            DateOnly.TryParseExact(
                text.Trim(),
                ["dd.MM.yyyy", "yyyy-MM-dd"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            ) && date.Year is >= 1990 and <= 2200
        )
            return date;
        faults.Add(row, "statement.date_invalid", "05.11.2026 or 2026-11-05");
        return null;
    }

    /// <summary>
    /// A sum with its sign. A comma or a point parts the decimals; thousands may be parted by spaces, or by the other of the two.
    /// </summary>
    public static decimal? Sum(string? text, Currency currency, int row, StatementFaults faults)
    {
        var bare = string.Concat((text ?? "").Where(x => !char.IsWhiteSpace(x)));
        if (bare.Length == 0)
            return null;
        var plain = Grouped(bare, ',', '.') ?? Grouped(bare, '.', ',') ?? bare.Replace(',', '.');
        if (
            PlainSum().IsMatch(plain)
            && ExactDecimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, out var sum)
            && currency.Round(sum) == sum
        )
            return sum;
        faults.Add(
            row,
            "statement.amount_invalid",
            $"at most 15 digits, and {currency.Decimals} after the comma or point"
        );
        return null;
    }

    public static string? Text(string? text)
    {
        var bare = string.Concat(
                (text ?? "").Select(x => char.IsControl(x) || char.IsSurrogate(x) || x == '\uFFFD' ? ' ' : x)
            )
            .Trim();
        return bare.Length == 0 ? null
            : bare.Length > LongestText ? bare[..LongestText].TrimEnd()
            : bare;
    }

    /// <summary>An account without the spaces that people put into it.</summary>
    public static string? Account(string? text) =>
        Text(text) is { } account ? string.Concat(account.Where(x => !char.IsWhiteSpace(x))).ToUpperInvariant() : null;

    public static Currency CurrencyOf(string account, Currency home) =>
        account.Length == 20 && account.All(char.IsAsciiDigit) && Currencies.TryGetValue(account[5..8], out var code)
            ? new(code)
            : home;

    private static string? Grouped(string text, char thousands, char point) =>
        text.Length < 40
        && Regex.IsMatch(
            text,
            $@"^-?\d{{1,3}}(\{thousands}\d{{3}})+\{point}\d+$",
            RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
            TimeSpan.FromMilliseconds(200)
        )
            ? text.Replace(thousands.ToString(), "", StringComparison.Ordinal).Replace(point, '.')
            : null;

    [GeneratedRegex(
        @"^-?[0-9]{1,15}(\.[0-9]{1,6})?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        200
    )]
    private static partial Regex PlainSum();
}
