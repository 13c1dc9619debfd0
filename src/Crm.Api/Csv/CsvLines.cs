namespace Crm.Api.Csv;

/// <summary>
/// A file as lines. Excel ends them with CR LF, older programs with CR; it may write <c>sep=;</c> above the headers. A record is a line: a
/// quote that never closes, such as an inch mark, would swallow the records after it.
/// </summary>
internal sealed class CsvLines
{
    private const int LongestHead = 4000;
    private readonly Dictionary<int, int> open = [];

    private CsvLines(string text, char separator) => (Text, Separator) = (text, separator);

    /// <summary>With LF, and without the line that states the separator; the other lines keep their numbers.</summary>
    public string Text { get; }

    public char Separator { get; }

    /// <param name="isHeader">Whether a cell is the header of a known column.</param>
    public static CsvLines Of(string text, Func<string, bool> isHeader)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var stated = Stated(text);
        if (stated is not null)
            text = text[text.IndexOf('\n', StringComparison.Ordinal)..];
        var lines = new CsvLines(text, stated ?? Found(text, isHeader));
        lines.FindOpen();
        return lines;
    }

    /// <summary>The column, from 0, of a cell that a quote opens and that does not end in its line; null: there is none.</summary>
    public int? OpenCell(int line) => open.TryGetValue(line, out var column) ? column : null;

    /// <summary>The separator that the first line states, as Excel writes and obeys it.</summary>
    private static char? Stated(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0)
            return null;
        var first = text[..end].Trim('"', ' ');
        return first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length == 5 ? first[4] : null;
    }

    /// <summary>
    /// The separator that splits the headers into known columns. Only the first line counts, because later ones may contain either sign.
    /// </summary>
    private static char Found(string text, Func<string, bool> isHeader)
    {
        var start = text.AsSpan().TrimStart('\n');
        var first = start[..Math.Min(start.Length, LongestHead)].ToString().Split('\n', 2)[0];
        return new[] { ';', ',', '\t' }.MaxBy(x => first.Split(x).Count(cell => isHeader(cell.Trim().Trim('"'))));
    }

    /// <summary>Only a quote at the beginning of a cell opens it; one inside is the reader's to refuse.</summary>
    private void FindOpen()
    {
        var (line, column, isOpen, isAtStart) = (1, 0, false, true);
        for (var at = 0; at <= Text.Length; at++)
        {
            var x = at < Text.Length ? Text[at] : '\n';
            if (x == '\n')
            {
                if (isOpen)
                    open[line] = column;
                (line, column, isOpen, isAtStart) = (line + 1, 0, false, true);
            }
            else if (isOpen)
            {
                if (x == '"' && at + 1 < Text.Length && Text[at + 1] == '"')
                    at++;
                else if (x == '"')
                    isOpen = false;
            }
            else if (x == Separator)
                (column, isAtStart) = (column + 1, true);
            else
                (isOpen, isAtStart) = (x == '"' && isAtStart, isAtStart && x == ' ');
        }
    }
}
