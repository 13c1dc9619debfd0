namespace Crm.Api.Printing.Pdf;

/// <summary>
/// A table over as many pages as it needs: the header stands on each, and what the last column came to is carried from page to page.
/// Columns of numbers are as wide as their widest cell; names wrap in what is left.
/// </summary>
internal sealed class LineTable
{
    private const double Pad = 4.5,
        LeastName = 120;
    private readonly Sheets at;
    private readonly PrintedTable table;
    private readonly string language;
    private readonly double size,
        leading;
    private readonly double[] widths;

    public LineTable(Sheets at, PrintedTable table, string language)
    {
        (this.at, this.table, this.language) = (at, table, language);
        // Sums of many digits take room from the names; then everything is smaller, and nothing is cut.
        foreach (var tried in (double[])[8.5, 7.5, 6.5, 5.5, 4.5])
        {
            (size, leading) = (tried, tried * 1.28);
            widths = Widths();
            if (widths[Wide] >= LeastName)
                break;
        }

        widths ??= [];
    }

    private int Wide => table.Columns.Select((x, i) => (x, i)).First(x => x.x.Wide).i;

    /// <param name="closing">Height of what belongs under the last row, on the same page.</param>
    public void Draw(double closing, bool carried)
    {
        var header = Cells(table.Columns.Select(x => x.Title), at.Bold);
        at.Need(Height(header) + RowHeight(0) + (carried ? CarryHeight : 0));
        Header(header);
        for (var i = 0; i < table.Rows.Length; i++)
        {
            var last = i == table.Rows.Length - 1;
            var cells = Cells(table.Rows[i], at.Regular);
            if (
                !at.Room(
                    Height(cells)
                        + (
                            last ? Math.Min(closing, 260)
                            : carried ? CarryHeight
                            : 0
                        )
                )
            )
            {
                if (carried && i > 0)
                    Carry(Labels.CarriedForward.In(language), table.RunningTotals[i - 1]);
                at.Next();
                Header(header);
                if (carried && i > 0)
                    Carry(Labels.BroughtForward.In(language), table.RunningTotals[i - 1]);
            }

            Row(cells, at.Regular, Ink.Text);
            at.Page.Line(Sheets.Left, at.Y, Sheets.Right, at.Y, last ? 0.9 : 0.4, last ? at.Accent : Ink.Hairline);
        }
    }

    private double CarryHeight => leading + Pad * 1.4;

    private double RowHeight(int row) => row < table.Rows.Length ? Height(Cells(table.Rows[row], at.Regular)) : 0;

    private void Header(IReadOnlyList<string>[] header)
    {
        at.Page.Fill(Sheets.Left, at.Y, Sheets.Wide, Height(header), Ink.Band);
        at.Page.Line(Sheets.Left, at.Y, Sheets.Right, at.Y, 0.9, at.Accent);
        Row(header, at.Bold, Ink.Text);
        at.Page.Line(Sheets.Left, at.Y, Sheets.Right, at.Y, 0.4, Ink.Hairline);
    }

    private void Row(IReadOnlyList<string>[] cells, Typeface font, Ink ink)
    {
        var x = Sheets.Left;
        for (var c = 0; c < cells.Length; c++)
        {
            for (var i = 0; i < cells[c].Count; i++)
            {
                var y = at.Y + Pad * 0.8 + i * leading + size * 0.95;
                if (table.Columns[c].Right)
                    at.Against(font, size, x + widths[c] - Pad, y, cells[c][i], ink);
                else
                    at.Page.Text(font, size, x + Pad, y, cells[c][i], ink);
            }

            x += widths[c];
        }

        at.Y += Height(cells);
    }

    private void Carry(string label, string amount)
    {
        var y = at.Y + Pad * 0.7 + size * 0.95;
        at.Against(at.Bold, size, Sheets.Right - widths[^1] - Pad, y, label, Ink.Muted);
        at.Against(at.Bold, size, Sheets.Right - Pad, y, amount, Ink.Muted);
        at.Y += CarryHeight;
        at.Page.Line(Sheets.Left, at.Y, Sheets.Right, at.Y, 0.4, Ink.Hairline);
    }

    private IReadOnlyList<string>[] Cells(IEnumerable<string> texts, Typeface font) =>
        [.. texts.Select((x, i) => TextWrap.Lines(font, size, x, widths[i] - Pad * 2))];

    private double Height(IReadOnlyList<string>[] cells) => cells.Max(x => x.Count) * leading + Pad * 1.8;

    private double[] Widths()
    {
        var found = new double[table.Columns.Length];
        for (var c = 0; c < found.Length; c++)
        {
            if (table.Columns[c].Wide)
                continue;
            var cells = table.Rows.Select(x => at.Regular.Width(x[c], size));
            // A page's carried total is bold, and the last of them is the widest.
            if (c == found.Length - 1)
                cells = cells.Concat(table.RunningTotals.Select(x => at.Bold.Width(x, size)));
            var words = table.Columns[c].Title.Split(' ').Select(x => at.Bold.Width(x, size));
            found[c] = cells.Concat(words).Max() + Pad * 2 + 0.5;
            if (!table.Columns[c].Right)
                found[c] = Math.Min(found[c], 70);
        }

        found[Wide] = Sheets.Wide - found.Sum();
        return found;
    }
}
