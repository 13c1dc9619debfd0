namespace Crm.Api.Printing.Pdf;

/// <summary>What follows the lines: totals, the amount in words, alternatives, terms, signature.</summary>
internal static class Closing
{
    private const double SumHeight = 15,
        SignatureHeight = 84,
        TermLeading = 12;

    /// <summary>The height of totals and words, which stay on the page of the last line.</summary>
    public static double Height(PageWriter writer, PrintedDocument document) =>
        8
        + document.Totals.Sum(sum => sum.IsStrong ? SumHeight + 7 : SumHeight)
        + 12
        + 13
        + WordsStyle(writer).Wrap(document.InWords, PageWriter.Width).Count * 13.5;

    public static void WriteTotals(PageWriter writer, PrintedDocument document)
    {
        writer.Y += 8;
        writer.EnsureRoom(Height(writer, document));
        var widths = document.Totals.Select(sum => Style(writer, sum).Width(sum.Amount));
        var amountWidth = widths.Append(86).Max() + 9;
        foreach (var sum in document.Totals)
            WriteSum(writer, sum, amountWidth);
        writer.Y += 12;
        writer.Write(writer.Style(9, Ink.Text), document.Summary);
        writer.Write(WordsStyle(writer), document.InWords);
    }

    public static void WriteAlternatives(PageWriter writer, PrintedDocument document)
    {
        if (document.Alternatives is not { } table)
            return;
        writer.Y += 18;
        writer.EnsureRoom(70);
        writer.Write(writer.BoldStyle(10, writer.Accent), Labels.Alternatives.In(document.Language));
        writer.Y += 4;
        new LineTable(writer, table, document.Language).Write(heightAfter: 0);
    }

    public static void WriteTerms(PageWriter writer, PrintedDocument document)
    {
        const double labelWidth = 118;
        var (heading, text) = (writer.BoldStyle(9, Ink.Text), writer.Style(9, Ink.Text));
        writer.Y += 16;
        foreach (var term in document.Terms)
        {
            var height = text.Wrap(term.Text, PageWriter.Width - labelWidth).Count * TermLeading;
            // The signature is never alone on a page: the last term goes there with it, unless it is long.
            var isKeptWithSignature = term == document.Terms[^1] && height < 200;
            writer.EnsureRoom(isKeptWithSignature ? height + 5 + 14 + SignatureHeight : 14);
            var (page, top) = (writer.Page, writer.Y);
            var headings = heading.Wrap(term.Heading, labelWidth - 8);
            for (var i = 0; i < headings.Count; i++)
                page.Text(heading, PageWriter.Left, top + text.Font.Ascent(9) * 0.98 + i * TermLeading, headings[i]);
            writer.Write(text, term.Text, PageWriter.Left + labelWidth, PageWriter.Width - labelWidth);
            if (page == writer.Page)
                writer.Y = Math.Max(writer.Y, top + headings.Count * TermLeading);
            writer.Y += 5;
        }
    }

    public static void WriteSignature(PageWriter writer, PrintedDocument document)
    {
        writer.Y += 14;
        writer.EnsureRoom(SignatureHeight);
        var y = writer.Y + 54;
        var (left, right) = (PageWriter.Left + 190, PageWriter.Left + 330);
        if (document.Brand.Signature is { } picture)
            DrawSignature(writer.Page, picture, (left, right), y);
        writer.Page.HorizontalLine(left, right, y, new Pen(0.6, Ink.Muted));
        var (position, name) = (writer.Style(9.5, Ink.Text), writer.BoldStyle(9.5, Ink.Text));
        WriteAbove(writer.Page, position, position.Wrap(document.Brand.SignatoryPosition, 180), (PageWriter.Left, y));
        var nameWidth = PageWriter.Right - right - 14;
        WriteAbove(writer.Page, name, name.Wrap(document.Brand.SignatoryName, nameWidth), (right + 14, y));
        writer.Page.Text(writer.Style(8, Ink.Muted), left, y + 16, Labels.Stamp.In(document.Language));
        writer.Y = y + 24;
    }

    private static TextStyle WordsStyle(PageWriter writer) => writer.BoldStyle(10, Ink.Text);

    private static TextStyle Style(PageWriter writer, PrintedSum sum) =>
        sum.IsStrong ? writer.BoldStyle(11, Ink.Text) : writer.Style(9, Ink.Text);

    private static void WriteSum(PageWriter writer, PrintedSum sum, double amountWidth)
    {
        var style = Style(writer, sum);
        var label = sum.IsStrong ? style : style with { Ink = Ink.Muted };
        if (sum.IsStrong)
        {
            var band = amountWidth + Math.Max(130, style.Width(sum.Label) + 22);
            writer.Page.Fill(PageWriter.Right - band, writer.Y + 1, band, SumHeight + 4, Ink.Band);
            writer.Y += 3;
        }

        var right = PageWriter.Right - 4.5;
        var labelRight = sum.Amount.Length == 0 ? right : PageWriter.Right - amountWidth - 6;
        writer.TextRight(label, labelRight, writer.Y + 11, sum.Label);
        writer.TextRight(style, right, writer.Y + 11, sum.Amount);
        writer.Y += sum.IsStrong ? SumHeight + 4 : SumHeight;
    }

    private static void DrawSignature(Canvas page, Picture picture, (double Left, double Right) line, double y)
    {
        var room = line.Right - line.Left;
        var scale = Math.Min((room - 10) / picture.Width, 52.0 / picture.Height);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        page.Picture(PdfPrint.Signature, line.Left + (room - width) / 2, y - 2 - height + 6, width, height);
    }

    /// <summary>Writes lines of which the last one is just above a point.</summary>
    private static void WriteAbove(Canvas page, TextStyle style, IReadOnlyList<string> lines, (double X, double Y) at)
    {
        for (var i = 0; i < lines.Count; i++)
            page.Text(style, at.X, at.Y - 2 - (lines.Count - 1 - i) * 12, lines[i]);
    }
}
