using System.Text.Json;
using System.Text.RegularExpressions;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>The columns of a table, by headers in English or Russian or by a saved format.</summary>
/// <param name="Row">Line of the header, from 1.</param>
internal sealed partial record TableHeader(int Row, string[] Titles, IReadOnlyList<StatementColumn?> Columns)
{
    private static readonly Dictionary<string, StatementColumn> Known = Names();

    /// <summary>Marks of the books of 1С: cards, analyses and turnovers of an account.</summary>
    private static readonly string[] MarksOfBooks =
    [
        "карточка счета",
        "анализ счета",
        "оборотно сальдовая",
        "аналитика дт",
        "аналитика кт",
        "счет дт",
    ];

    /// <summary>A date and money make a header of a line; nothing else of a table has both.</summary>
    public bool IsHeader => (Has(StatementColumn.Date) || Has(StatementColumn.Booked)) && HasMoney;

    public bool HasMoney => Has(StatementColumn.Amount) || Has(StatementColumn.Credit) || Has(StatementColumn.Debit);

    /// <summary>A line of titles that names money and more is meant as a header, too: what it lacks is told.</summary>
    public bool IsMeant =>
        HasMoney
        && Columns.OfType<StatementColumn>().Distinct().Count() > 1
        && !Titles.Any(title => title.Any(char.IsDigit));

    /// <summary>Where each content stands, so that a row is read in a time that does not grow with the header.</summary>
    private readonly int[] places = Places(Columns);

    public bool Has(StatementColumn column) => IndexOf(column) >= 0;

    /// <summary>The first column of this content; -1: there is none.</summary>
    public int IndexOf(StatementColumn column) => places[(int)column];

    public static TableHeader Of(TableRecord record, StatementColumns? format)
    {
        var mapped = Mapped(format);
        return new(
            record.Row,
            record.Cells,
            [
                .. record.Cells.Select(cell =>
                    mapped.TryGetValue(StatementFormatRule.Key(cell), out var column)
                    || Known.TryGetValue(StatementFormatRule.Key(cell), out column)
                        ? column
                        : (StatementColumn?)null
                ),
            ]
        );
    }

    /// <summary>
    /// A column that is not understood may say that the money of a line did not come in: it is refused, not passed over.
    /// </summary>
    public void Judge(StatementFaults faults)
    {
        for (var i = 0; i < Titles.Length; i++)
            if (Columns[i] is null && !string.IsNullOrWhiteSpace(Titles[i]))
                faults.Add(
                    Row,
                    "statement.column_unknown",
                    $"'{Echo.Cut(StatementValues.Text(Titles[i]) ?? "")}': a known column, or a format (statementFormats in the settings)"
                );
        if (!IsHeader)
            faults.Add(Row, "statement.column_missing", Phrase.Data("date"));
        foreach (
            var twice in Columns
                .OfType<StatementColumn>()
                .Where(one => one != StatementColumn.Ignored)
                .GroupBy(one => one)
        )
            if (twice.Count() > 1)
                faults.Add(
                    Row,
                    "statement.column_twice",
                    Phrase.Data(JsonNamingPolicy.CamelCase.ConvertName(twice.Key.ToString()))
                );
    }

    /// <summary>
    /// A cell without a title may say that the money went out, and a row of more cells than titles was cut at a comma of its sum or its
    /// name: nothing of the row is where the titles say.
    /// </summary>
    public void JudgeUntitled(TableRecord record, StatementFaults faults)
    {
        for (var i = 0; i < record.Cells.Length; i++)
            if ((i >= Titles.Length || string.IsNullOrWhiteSpace(Titles[i])) && Columns.ElementAtOrDefault(i) is null)
                if (StatementValues.Text(record.Cells[i]) is { } cell)
                {
                    faults.Add(
                        record.Row,
                        "statement.column_unknown",
                        $"'{Echo.Cut(cell)}': a column with a title; a cell that contains the separator stands in quotes"
                    );
                    return;
                }
    }

    public static bool IsOfBooks(IEnumerable<TableRecord> records) =>
        records
            .SelectMany(one => one.Cells)
            .Select(StatementFormatRule.Key)
            .Any(cell =>
                MarksOfBooks.Any(mark => cell.StartsWith(mark, StringComparison.Ordinal))
                || AccountOfBooks().IsMatch(cell)
            );

    /// <summary>An account of the books, with its subaccount: no bank calls its account so.</summary>
    [GeneratedRegex(
        @"(^| )(счет|счета|счету|сч|счт) (50|51|52|55)( [0-9]{1,2})?( |$)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        200
    )]
    private static partial Regex AccountOfBooks();

    private static int[] Places(IReadOnlyList<StatementColumn?> columns)
    {
        var found = new int[Enum.GetValues<StatementColumn>().Length];
        Array.Fill(found, -1);
        for (var i = columns.Count - 1; i >= 0; i--)
            if (columns[i] is { } column)
                found[(int)column] = i;
        return found;
    }

    private static Dictionary<string, StatementColumn> Mapped(StatementColumns? format)
    {
        Dictionary<string, StatementColumn> mapped = new(StringComparer.Ordinal);
        foreach (var column in format?.Columns ?? [])
            mapped[StatementFormatRule.Key(column.Header)] = column.Is;
        return mapped;
    }

    private static Dictionary<string, StatementColumn> Names()
    {
        Dictionary<string, StatementColumn> names = new(StringComparer.Ordinal);
        foreach (var (column, titles) in TableTitles.Of)
        foreach (var title in titles)
            names.Add(title, column);
        return names;
    }
}
