using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Crm.Api.Printing;
using Crm.Domain.Kernel;

namespace Crm.Api.Tests.Printing;

/// <summary>The amounts of a printed document, read back from its file.</summary>
/// <param name="Lines">Name and amount of each row of the table, in order.</param>
/// <param name="Totals">Label and amount of each row under the table; null: a text without an amount.</param>
internal sealed partial record PrintedAmounts(
    IReadOnlyList<(string Name, decimal Amount)> Lines,
    IReadOnlyDictionary<string, decimal?> Totals
)
{
    public static PrintedAmounts OfHtml(string page, string language)
    {
        var table = Section(page, "<table class=\"lines\">");
        var sums = Section(page, "<table class=\"sums\">");
        return new(
            [
                .. Rows(table[table.IndexOf("<tbody>", StringComparison.Ordinal)..])
                    .Select(cells => (cells[1], Number(cells[^1], language)!.Value)),
            ],
            Rows(sums).ToDictionary(cells => cells[0], cells => Number(cells[1], language))
        );
    }

    public static PrintedAmounts OfPdf(byte[] file, string language)
    {
        var rows = Prints.Pages(file).SelectMany(page => page).Select(row => row.Split('|')).ToArray();
        return new(
            [
                .. rows.Where(cells =>
                        cells.Length >= 3 && cells[0].All(char.IsAsciiDigit) && Number(cells[^1], language) is not null
                    )
                    .Select(cells => (cells[1], Number(cells[^1], language)!.Value)),
            ],
            rows.Where(cells => cells.Length == 2 && Number(cells[1], language) is not null)
                .GroupBy(cells => cells[0])
                .ToDictionary(row => row.Key, row => Number(row.First()[1], language))
        );
    }

    public decimal? this[Localized label, string language] => Totals.GetValueOrDefault(label.In(language));

    private static string Section(string page, string start)
    {
        var from = page.IndexOf(start, StringComparison.Ordinal);
        return page[from..page.IndexOf("</table>", from, StringComparison.Ordinal)];
    }

    private static IEnumerable<string[]> Rows(string table) =>
        RowPattern()
            .Matches(table)
            .Select(row =>
                CellPattern()
                    .Matches(row.Value)
                    .Select(cell => WebUtility.HtmlDecode(cell.Groups["text"].Value).Trim())
                    .ToArray()
            );

    /// <summary>Null for anything but an amount, with or without its currency.</summary>
    private static decimal? Number(string text, string language)
    {
        var plain = CurrencyPattern().Replace(text.Replace("\u00a0", "", StringComparison.Ordinal), "");
        plain = language == "ru" ? plain.Replace(',', '.') : plain.Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(
            plain.Replace('\u2212', '-'),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
            ? amount
            : null;
    }

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline, 1000)]
    private static partial Regex RowPattern();

    [GeneratedRegex("<t[dh][^>]*>(?<text>.*?)</t[dh]>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CellPattern();

    [GeneratedRegex(@"\s*(руб\.|RUB|JPY|KWD)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CurrencyPattern();
}
