using System.Text;

namespace Crm.Api.BankStatements.Reading;

/// <summary>A record of a table.</summary>
/// <param name="Row">Line of the file where it begins, from 1.</param>
internal sealed record TableRecord(int Row, string[] Cells)
{
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>
/// The records of a text. A quote that opens a cell and never closes must not swallow what follows: it is a part of the name. A cell goes
/// over line breaks only where its quote closes within a few lines and none of these is a record of its own.
/// </summary>
internal static class TableRecords
{
    private const int MostLines = 10;

    public static IEnumerable<TableRecord> Of(string text, char separator)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var width = 0;
        for (var at = 0; at < lines.Length; )
        {
            var row = at + 1;
            var cells = Cells(lines[at++], separator);
            for (var next = at; cells is null && next < lines.Length && next < row + MostLines; next++)
            {
                if (width == 0 || lines[next].Count(one => one == separator) >= width - 1)
                    break;
                cells = Cells(string.Join('\n', lines[(row - 1)..(next + 1)]), separator);
                at = cells is null ? at : next + 1;
            }

            cells ??= Plain(lines[row - 1], separator);
            width = Math.Max(width, cells.Length);
            yield return new(row, cells);
        }
    }

    /// <summary>Null when a quote is open at the end.</summary>
    private static string[]? Cells(string line, char separator)
    {
        List<string> cells = [];
        for (var at = 0; at <= line.Length; at++)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (Quoted(line, at, separator) is not { } found)
                {
                    if (IsOpen(line, at))
                        return null;
                }
                else
                {
                    cells.Add(found.Cell);
                    at = found.End;
                    continue;
                }
            }

            var end = line.IndexOf(separator, at);
            end = end < 0 ? line.Length : end;
            cells.Add(line[at..end]);
            at = end;
        }

        return [.. cells];
    }

    /// <summary>A quoted cell, and where it ends; null when its quote does not close before a separator.</summary>
    private static (string Cell, int End)? Quoted(string line, int start, char separator)
    {
        var cell = new StringBuilder();
        for (var at = start + 1; at < line.Length; at++)
        {
            if (line[at] != '"')
                cell.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"')
                cell.Append(line[at++]);
            else
                return at + 1 == line.Length || line[at + 1] == separator ? (cell.ToString(), at + 1) : null;
        }

        return null;
    }

    /// <summary>No other single quote follows in the text: the cell may go on in the next line.</summary>
    private static bool IsOpen(string line, int start)
    {
        for (var at = start + 1; at < line.Length; at++)
            if (line[at] == '"')
                if (at + 1 < line.Length && line[at + 1] == '"')
                    at++;
                else
                    return false;
        return true;
    }

    /// <summary>Quotes are signs like others.</summary>
    private static string[] Plain(string line, char separator) => line.Split(separator);
}
