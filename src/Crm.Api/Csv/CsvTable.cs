using System.Globalization;
using CsvHelper;

namespace Crm.Api.Csv;

/// <summary>A row of a file.</summary>
/// <param name="line">The line of the file where it begins, from 1; the headers are in the first.</param>
public sealed class CsvRow(int line, string[] cells, CsvTable table)
{
    public int Line => line;

    /// <summary>The trimmed cell; null when it is blank or the file has no such column.</summary>
    public string? this[CsvColumn column] =>
        table.IndexOf(column) is var i and >= 0 && i < cells.Length && Text(cells[i], column) is { Length: > 0 } text
            ? text
            : null;

    public bool Has(CsvColumn column) => table.IndexOf(column) >= 0;

    /// <summary>Whether the row says the same as another one.</summary>
    public bool IsEqual(CsvRow other, IEnumerable<CsvColumn> columns) =>
        columns.All(column => this[column] == other[column]);

    /// <summary>The fault of a row that says something else about what an earlier row is about; names both lines.</summary>
    public RequestFault Twice(CsvRow first, CsvColumn column) =>
        Fault(column, "import.row_twice", $"one row; line {first.Line} says something else about it");

    private static string Text(string cell, CsvColumn column) =>
        column.IsIdentifier ? Identifiers.Normalize(CsvCells.Plain(cell)) : CsvCells.Plain(cell).Trim();

    /// <summary>
    /// A fault in a cell: the pointer consists of the line and the contract's column name, the detail names the file's
    /// own header.
    /// </summary>
    public RequestFault Fault(CsvColumn column, string code, Phrase expected) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"/{line}/{column.Name}"),
            null,
            code,
            table.Place(line, column, expected)
        );
}

/// <summary>
/// A CSV file, read strictly: only known columns, each once, every row as long as the header save empty cells after its end.
/// </summary>
public sealed class CsvTable
{
    /// <summary>Maximum number of rows.</summary>
    public const int MostRows = 20_000;

    /// <summary>Maximum number of columns.</summary>
    public const int MostColumns = 100;

    /// <summary>Maximum number of faults to store; further ones are only counted.</summary>
    public const int MostFaults = 1000;

    private const int LongestCell = 10_000;
    private readonly Dictionary<CsvColumn, int> places = [];
    private readonly List<string> headers = [];

    public List<CsvRow> Rows { get; } = [];

    /// <summary>The first faults; faults of the headers are always included.</summary>
    public List<RequestFault> Faults { get; } = [];

    /// <summary>Total number of faults.</summary>
    public int FaultCount { get; private set; }

    /// <summary>Rows that are not blank, valid or faulty.</summary>
    public int RowCount { get; private set; }

    public int IndexOf(CsvColumn column) => places.GetValueOrDefault(column, -1);

    public bool Has(CsvColumn column) => places.ContainsKey(column);

    /// <summary>Requires another column for a column that has no meaning without it.</summary>
    public CsvTable With(CsvColumn column, CsvColumn needed)
    {
        if (!Has(column) || Has(needed))
            return this;
        Faults.Insert(0, At(1, "import.column_missing", $"the column {needed.Name}"));
        FaultCount++;
        return this;
    }

    /// <summary>The location for users: the line, and the column by its number and header.</summary>
    internal Phrase Place(int line, CsvColumn column, Phrase expected)
    {
        if (!places.TryGetValue(column, out var i))
            return InLine(line, expected);
        if (expected.IsData)
            return $"line {line}, column {i + 1} ({headers[i]}): allowed {expected}";
        return $"line {line}, column {i + 1} ({headers[i]}): {expected}";
    }

    private static Phrase InLine(int line, Phrase expected) => $"line {line}: {expected}";

    public static CsvTable Read(string text, IReadOnlyList<CsvColumn> columns, params CsvColumn[] required)
    {
        var table = new CsvTable();
        var lines = CsvLines.Of(text, cell => columns.Any(column => column.Fits(cell)));
        HashSet<long> malformed = [];
        var shape = new CsvReaderOptions
        {
            Separator = lines.Separator,
            HasHeader = false,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = x => malformed.Add(x.LineNumber),
        };
        using var reader = CsvReader.FromText(lines.Text, shape);
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            if (reader.FieldCount > MostColumns && table.headers.Count == 0)
            {
                // With such headers there is no point in reading the rows.
                table.headers.Add("");
                table.Fault(line, "import.column_unknown", $"at most {MostColumns} columns, not {reader.FieldCount}");
                break;
            }

            string[] cells =
                reader.FieldCount > MostColumns
                    ? []
                    : [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            if (reader.FieldCount <= MostColumns && cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (table.headers.Count == 0)
            {
                table.Head(cells, line, columns, required);
                continue;
            }

            if (++table.RowCount > MostRows)
                throw new ProblemException(422, "import.too_many_rows")
                {
                    DetailArgument = MostRows.ToString(CultureInfo.InvariantCulture),
                };
            if (lines.OpenCell(line) is { } open)
                table.Open(line, open);
            else if (malformed.Contains(line))
                table.Fault(line, "import.malformed", "a quote stands only around a whole cell, and twice inside one");
            else
                table.Row(cells, reader.FieldCount, line);
        }

        if (table.headers.Count == 0)
            throw new ProblemException(422, "import.empty");
        return table;
    }

    private void Head(string[] cells, int line, IReadOnlyList<CsvColumn> columns, CsvColumn[] required)
    {
        // Excel writes separators for empty columns after the last one.
        var count = cells.Length;
        while (count > 0 && string.IsNullOrWhiteSpace(cells[count - 1]))
            count--;
        for (var i = 0; i < count; i++)
        {
            headers.Add(cells[i].Trim());
            if (columns.FirstOrDefault(x => x.Fits(cells[i])) is not { } column)
                Fault(
                    line,
                    "import.column_unknown",
                    $"'{Echo.Cut(headers[i])}' is none of {string.Join(", ", columns.Select(x => x.Name))}"
                );
            else if (!places.TryAdd(column, i))
                Fault(line, "import.column_twice", $"the column {column.Name} once");
        }

        foreach (var missing in required.Where(x => !places.ContainsKey(x)))
            Fault(line, "import.column_missing", $"the column {missing.Name}");
    }

    /// <summary>A quote opens a cell that does not end in its line.</summary>
    private void Open(int line, int column)
    {
        if (FaultCount++ < MostFaults)
            Faults.Add(
                new(
                    string.Create(CultureInfo.InvariantCulture, $"/{line}"),
                    null,
                    "import.line_break",
                    OpenPlace(
                        line,
                        column,
                        "a quote opens this cell and does not close in the line; an inch mark stands twice inside quotes"
                    )
                )
            );
    }

    private Phrase OpenPlace(int line, int column, Phrase expected)
    {
        if (column < headers.Count)
            return $"line {line}, column {column + 1} ({headers[column]}): {expected}";
        return $"line {line}, column {column + 1}: {expected}";
    }

    private void Row(string[] cells, int count, int line)
    {
        if (count > headers.Count && cells.Skip(headers.Count).All(string.IsNullOrWhiteSpace) && cells.Length == count)
            count = headers.Count;
        if (count != headers.Count)
            Fault(line, "import.row_length", $"{headers.Count} cells, not {count}");
        else if (cells.Any(x => x.Length > LongestCell))
            Fault(line, "member.too_long", $"at most {LongestCell} characters in a cell");
        else
            Add(new CsvRow(line, cells, this), cells);
    }

    /// <summary>The row, or a fault for each of its cells that breaks the rule of texts.</summary>
    private void Add(CsvRow row, string[] cells)
    {
        var broken = places
            .Where(place =>
                place.Value < cells.Length && !TextRule.IsSound(cells[place.Value].Trim(), severalLines: false)
            )
            .Select(place => place.Key)
            .Select(column => row.Fault(column, TextRule.Code, TextValidation.Accepted(severalLines: false)))
            .ToArray();
        foreach (var fault in broken)
            if (FaultCount++ < MostFaults)
                Faults.Add(fault);
        if (broken.Length == 0)
            Rows.Add(row);
    }

    private void Fault(int line, string code, Phrase expected)
    {
        if (FaultCount++ < MostFaults)
            Faults.Add(At(line, code, expected));
    }

    private static RequestFault At(int line, string code, Phrase expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"/{line}"), null, code, InLine(line, expected));
}
