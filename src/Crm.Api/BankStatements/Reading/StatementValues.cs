using System.Globalization;
using System.Text.RegularExpressions;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>Dates, sums, accounts and texts as banks write them. What could mean two things is refused, not guessed.</summary>
internal static partial class StatementValues
{
    private const int LongestText = 2000;

    /// <summary>A time of day may stand behind the date.</summary>
    private static readonly string[] Dates =
    [
        .. from date in (string[])["dd.MM.yyyy", "yyyy-MM-dd"]
        from time in (string[])["", " HH:mm", " HH:mm:ss", "'T'HH:mm:ss"]
        select date + time,
    ];

    public static bool IsDate(string? text) =>
        DateTime.TryParseExact(text?.Trim(), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static DateOnly? Date(string? text, int row, StatementFaults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (
            DateTime.TryParseExact(text.Trim(), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1990 and <= 2200
        )
            return DateOnly.FromDateTime(date);
        faults.Add(row, "statement.date_invalid", "05.11.2026 or 2026-11-05");
        return null;
    }

    /// <summary>
    /// A sum with its sign. A comma or a point parts the decimals; thousands may be parted by spaces, or by the other of the two.
    /// </summary>
    public static decimal? Sum(string? text, Currency currency, int row, StatementFaults faults)
    {
        var bare = string.Concat((text ?? "").Where(x => !char.IsWhiteSpace(x)).Select(Sign));
        if (bare.Length == 0)
            return null;
        bare = bare[0] == '+' ? bare[1..] : bare;
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

    /// <summary>The currency that stands behind a sum in its cell, and the sum without it.</summary>
    public static (string? Sum, string? Currency) Split(string? text) =>
        text is not null && SumWithCurrency().Match(text.Trim()) is { Success: true } match
            ? (match.Groups["sum"].Value, match.Groups["currency"].Value)
            : (text, null);

    /// <summary>The signs of minus that people and programs write.</summary>
    private static char Sign(char sign) => sign is '\u2010' or '\u2011' or '\u2012' or '–' or '—' or '−' ? '-' : sign;

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

    /// <summary>An account without the spaces, points and hyphens that people put into it.</summary>
    public static string? Account(string? text) => AccountNumber.Normalize(Text(text));

    /// <summary>A code of ISO 4217, or what people write for the rouble; null: none of them.</summary>
    public static Currency? Currency(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "RUR" or "РУБ" or "РУБ." or "Р" or "Р." or "₽" => new Currency("RUB"),
            var code when Domain.Kernel.Currency.IsKnown(code) => new Currency(code),
            _ => null,
        };

    /// <summary>An account of Kazakhstan (ИИК): 20 characters that begin with the country.</summary>
    public static bool IsOfKazakhstan(string account) => KazakhAccount().IsMatch(account);

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
        @"^(?<sum>[^\p{L}₽$€]*[0-9])\s*(?<currency>[A-Za-z]{3}|руб\.?|₽|р\.?)$",
        RegexOptions.ExplicitCapture
            | RegexOptions.CultureInvariant
            | RegexOptions.IgnoreCase
            | RegexOptions.NonBacktracking,
        200
    )]
    private static partial Regex SumWithCurrency();

    [GeneratedRegex(@"^KZ[0-9]{2}[0-9A-Z]{16}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex KazakhAccount();

    [GeneratedRegex(
        @"^-?[0-9]{1,15}(\.[0-9]{1,6})?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        200
    )]
    private static partial Regex PlainSum();
}
