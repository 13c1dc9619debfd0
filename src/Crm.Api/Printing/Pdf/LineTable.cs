namespace Crm.Api.Printing.Pdf;

/// <summary>
/// A table over as many pages as it needs, with its header on each. Columns of numbers are as wide as their widest cell; the wide column
/// wraps its text in the width that is left.
/// </summary>
internal sealed class LineTable
{
    private const double Pad = 4.5,
        LeastNameWidth = 120,
        MostTextWidth = 70,
        MostHeightAfter = 260;
    private readonly PageWriter writer;
    private readonly PrintedTable table;
    private readonly string language;
    private readonly int wideColumn;
    private readonly double size,
        leading;
    private readonly double[] widths = [];

    public LineTable(PageWriter writer, PrintedTable table, string language)
    {
        (this.writer, this.table, this.language) = (writer, table, language);
        wideColumn = table.Columns.Select((column, index) => (column, index)).First(x => x.column.IsWide).index;
        // Numbers of many digits leave little width for the names; then everything is printed smaller, and nothing is cut off.
        foreach (var tried in (double[])[8.5, 7.5, 6.5, 5.5, 4.5])
        {
            (size, leading) = (tried, tried * 1.28);
            widths = Widths();
            if (widths[wideColumn] >= LeastNameWidth)
                break;
        }
    }

    /// <summary>At a page break the total of the last column so far ends one page and begins the next.</summary>
    public bool PrintsRunningTotals { get; init; }

    private TextStyle Regular => writer.Style(size, Ink.Text);

    private TextStyle Bold => writer.BoldStyle(size, Ink.Text);

    private double RunningTotalHeight => PrintsRunningTotals ? leading + Pad * 1.4 : 0;

    /// <param name="heightAfter">The height of what has to follow the last row on the same page.</param>
    public void Write(double heightAfter)
    {
        var header = Cells(table.Columns.Select(column => column.Title), Bold);
        var firstRow = table.Rows.Length == 0 ? 0 : Height(Cells(table.Rows[0], Regular));
        writer.EnsureRoom(Height(header) + firstRow + RunningTotalHeight);
        WriteHeader(header);
        for (var i = 0; i < table.Rows.Length; i++)
        {
            var isLast = i == table.Rows.Length - 1;
            var cells = Cells(table.Rows[i], Regular);
            var following = isLast ? Math.Min(heightAfter, MostHeightAfter) : RunningTotalHeight;
            if (!writer.HasRoom(Height(cells) + following))
                BreakPage(header, i);
            WriteRow(cells, Regular);
            DrawLine(isLast ? new Pen(0.9, writer.Accent) : Pen.Hairline);
        }
    }

    private void BreakPage(IReadOnlyList<string>[] header, int nextRow)
    {
        var hasTotal = PrintsRunningTotals && nextRow > 0;
        if (hasTotal)
            WriteRunningTotal(Labels.CarriedForward, table.RunningTotals[nextRow - 1]);
        writer.StartPage();
        WriteHeader(header);
        if (hasTotal)
            WriteRunningTotal(Labels.BroughtForward, table.RunningTotals[nextRow - 1]);
    }

    private void WriteHeader(IReadOnlyList<string>[] header)
    {
        writer.Page.Fill(PageWriter.Left, writer.Y, PageWriter.Width, Height(header), Ink.Band);
        DrawLine(new Pen(0.9, writer.Accent));
        WriteRow(header, Bold);
        DrawLine(Pen.Hairline);
    }

    private void WriteRow(IReadOnlyList<string>[] cells, TextStyle style)
    {
        var x = PageWriter.Left;
        for (var column = 0; column < cells.Length; column++)
        {
            for (var line = 0; line < cells[column].Count; line++)
            {
                var y = writer.Y + Pad * 0.8 + line * leading + size * 0.95;
                if (table.Columns[column].IsNumber)
                    writer.TextRight(style, x + widths[column] - Pad, y, cells[column][line]);
                else
                    writer.Page.Text(style, x + Pad, y, cells[column][line]);
            }

            x += widths[column];
        }

        writer.Y += Height(cells);
    }

    private void WriteRunningTotal(Localized label, string amount)
    {
        var style = writer.BoldStyle(size, Ink.Muted);
        var y = writer.Y + Pad * 0.7 + size * 0.95;
        writer.TextRight(style, PageWriter.Right - widths[^1] - Pad, y, label.In(language));
        writer.TextRight(style, PageWriter.Right - Pad, y, amount);
        writer.Y += RunningTotalHeight;
        DrawLine(Pen.Hairline);
    }

    private void DrawLine(Pen pen) => writer.Page.HorizontalLine(PageWriter.Left, PageWriter.Right, writer.Y, pen);

    private IReadOnlyList<string>[] Cells(IEnumerable<string> texts, TextStyle style) =>
        [.. texts.Select((text, column) => style.Wrap(text, widths[column] - Pad * 2))];

    private double Height(IReadOnlyList<string>[] cells) => cells.Max(lines => lines.Count) * leading + Pad * 1.8;

    private double[] Widths()
    {
        var found = new double[table.Columns.Length];
        for (var column = 0; column < found.Length; column++)
            if (column != wideColumn)
                found[column] = Width(column);
        found[wideColumn] = PageWriter.Width - found.Sum();
        return found;
    }

    /// <summary>The least width in which a title takes at most two lines.</summary>
    private double TitleWidth(string title)
    {
        var words = title.Split(' ');
        return Enumerable
            .Range(1, words.Length)
            .Min(first =>
                Math.Max(
                    Bold.Width(string.Join(' ', words[..first])),
                    first == words.Length ? 0 : Bold.Width(string.Join(' ', words[first..]))
                )
            );
    }

    private double Width(int column)
    {
        var cells = table.Rows.Select(row => Regular.Width(row[column]));
        // Running totals are bold, and the last of them is the widest number of its column.
        if (column == table.Columns.Length - 1)
            cells = cells.Concat(table.RunningTotals.Select(Bold.Width));
        var width = cells.Append(TitleWidth(table.Columns[column].Title)).Max() + Pad * 2 + 0.5;
        return table.Columns[column].IsNumber ? width : Math.Min(width, MostTextWidth);
    }
}
