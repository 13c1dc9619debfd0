using System.Globalization;

namespace Crm.Api.Csv;

/// <summary>
/// Single cells: numbers and dates as written in both languages, and texts escaped so that no spreadsheet takes them
/// for a formula.
/// </summary>
public static class CsvCells
{
    /// <summary>The last four are full-width forms, which some spreadsheets take for the first four.</summary>
    private const string Dangerous = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>
    /// Prepends an apostrophe to a text that a spreadsheet would calculate, and to one whose own apostrophe <see
    /// cref="Plain"/> would remove.
    /// </summary>
    public static string Safe(string text) =>
        text.Length > 0 && (Dangerous.Contains(text[0]) || IsSafe(text)) ? "'" + text : text;

    /// <summary>Removes the apostrophe again: <c>Plain(Safe(x)) == x</c> for every text.</summary>
    public static string Plain(string cell) => IsSafe(cell) ? cell[1..] : cell;

    private static bool IsSafe(string cell) =>
        cell.Length > 1 && cell[0] == '\'' && (Dangerous.Contains(cell[1]) || cell[1] == '\'');

    /// <summary>Digits with a decimal point or comma, thousands optionally separated by spaces.</summary>
    public static bool TryNumber(string cell, int decimals, out decimal number)
    {
        number = 0;
        var text = new string([.. cell.Where(x => x is not (' ' or '\u00A0' or '\u202F'))]);
        // With both signs it is ambiguous which is the decimal separator.
        if (text.Contains(',', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal))
            return false;
        text = text.Replace(',', '.');
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point]).TrimStart('-');
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        return whole.Length is >= 1 and <= 15
            && whole.All(char.IsAsciiDigit)
            && fraction.Length <= decimals
            && (point < 0 || point < text.Length - 1)
            && ExactDecimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, out number);
    }

    /// <summary><c>2026-11-23</c> or <c>23.11.2026</c>.</summary>
    public static bool TryDate(string cell, out DateOnly date) =>
        DateJson.TryParse(cell, out date)
        || (
            DateOnly.TryParseExact(cell, "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            && date.Year is >= 1900 and <= 9000
        );

    public static bool TryFlag(string cell, out bool flag)
    {
        flag = cell.ToLowerInvariant() is "true" or "yes" or "да" or "1";
        return flag || cell.ToLowerInvariant() is "false" or "no" or "нет" or "0";
    }

    /// <summary>A number in the format of the reader's language.</summary>
    public static string Text(decimal number, string language)
    {
        var text = number.ToString("0.##########", CultureInfo.InvariantCulture);
        return language == "ru" ? text.Replace('.', ',') : text;
    }
}
