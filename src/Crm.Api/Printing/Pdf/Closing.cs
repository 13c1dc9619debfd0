namespace Crm.Api.Printing.Pdf;

/// <summary>What stands under the lines: sums, words, terms, signature.</summary>
internal static class Closing
{
    private const double SumHeight = 15,
        SignatureHeight = 84;

    /// <summary>How much room sums and words take: they stay with the last line.</summary>
    public static double Height(Sheets at, PrintedDocument x) =>
        8
        + x.Totals.Sum(s => s.Strong ? SumHeight + 7 : SumHeight)
        + 12
        + 13
        + TextWrap.Lines(at.Bold, 10, x.InWords, Sheets.Wide).Count * 13.5;

    public static void Sums(Sheets at, PrintedDocument x)
    {
        at.Y += 8;
        // One block: wherever it lands, its rows stand together.
        at.Need(Height(at, x));
        (Typeface Font, double Size) Letters(PrintedSum sum) => sum.Strong ? (at.Bold, 11.0) : (at.Regular, 9.0);
        var amountWidth = x.Totals.Select(s => Letters(s).Font.Width(s.Amount, Letters(s).Size)).Append(86).Max() + 9;
        foreach (var sum in x.Totals)
        {
            var (font, size) = Letters(sum);
            if (sum.Strong)
            {
                var band = amountWidth + Math.Max(130, font.Width(sum.Label, size) + 22);
                at.Page.Fill(Sheets.Right - band, at.Y + 1, band, SumHeight + 4, Ink.Band);
                at.Y += 3;
            }

            at.Against(
                font,
                size,
                sum.Amount.Length == 0 ? Sheets.Right - 4.5 : Sheets.Right - amountWidth - 6,
                at.Y + 11,
                sum.Label,
                sum.Strong ? Ink.Text : Ink.Muted
            );
            at.Against(font, size, Sheets.Right - 4.5, at.Y + 11, sum.Amount, Ink.Text);
            at.Y += sum.Strong ? SumHeight + 4 : SumHeight;
        }

        at.Y += 12;
        at.Write(at.Regular, 9, x.Summary, Ink.Text);
        at.Write(at.Bold, 10, x.InWords, Ink.Text);
    }

    public static void Alternatives(Sheets at, PrintedDocument x)
    {
        if (x.Alternatives is not { } table)
            return;
        at.Y += 18;
        at.Need(70);
        at.Write(at.Bold, 10, Labels.Alternatives.In(x.Language), at.Accent);
        at.Y += 4;
        new LineTable(at, table, x.Language).Draw(0, carried: false);
    }

    public static void Terms(Sheets at, PrintedDocument x)
    {
        const double label = 118;
        at.Y += 16;
        foreach (var term in x.Terms)
        {
            // A signature is never alone on a page: the last of the terms goes there with it.
            var own = TextWrap.Lines(at.Regular, 9, term.Text, Sheets.Wide - label).Count * 12.0;
            at.Need(term == x.Terms[^1] && own < 200 ? own + 5 + 14 + SignatureHeight : 14);
            var top = (at.Page, at.Y);
            foreach (var (line, i) in TextWrap.Lines(at.Bold, 9, term.Heading, label - 8).Select((t, i) => (t, i)))
                at.Page.Text(at.Bold, 9, Sheets.Left, at.Y + at.Regular.Ascent(9) * 0.98 + i * 12, line, Ink.Text);
            at.Write(at.Regular, 9, term.Text, Ink.Text, Sheets.Left + label, Sheets.Wide - label);
            if (top.Page == at.Page)
                at.Y = Math.Max(at.Y, top.Y + TextWrap.Lines(at.Bold, 9, term.Heading, label - 8).Count * 12);
            at.Y += 5;
        }
    }

    public static void Signature(Sheets at, PrintedDocument x)
    {
        at.Y += 14;
        at.Need(SignatureHeight);
        var line = at.Y + 54;
        var (from, to) = (Sheets.Left + 190, Sheets.Left + 330);
        if (x.Brand.Signature is { } picture)
        {
            var scale = Math.Min((to - from - 10) / picture.Width, 52.0 / picture.Height);
            at.Page.Picture(
                "Signature",
                from + (to - from - picture.Width * scale) / 2,
                line - 2 - picture.Height * scale + 6,
                picture.Width * scale,
                picture.Height * scale
            );
        }

        at.Page.Line(from, line, to, line, 0.6, Ink.Muted);
        Beside(at, at.Regular, TextWrap.Lines(at.Regular, 9.5, x.Brand.SignatoryPosition, 180), Sheets.Left, line);
        Beside(at, at.Bold, TextWrap.Lines(at.Bold, 9.5, x.Brand.SignatoryName, Sheets.Right - to - 14), to + 14, line);
        if (Labels.Stamp.In(x.Language) is { Length: > 0 } stamp)
            at.Page.Text(at.Regular, 8, from, line + 16, stamp, Ink.Muted);
        at.Y = line + 24;
    }

    /// <summary>The last line of a text stands on the line that is signed.</summary>
    private static void Beside(Sheets at, Typeface font, IReadOnlyList<string> lines, double x, double line)
    {
        for (var i = 0; i < lines.Count; i++)
            at.Page.Text(font, 9.5, x, line - 2 - (lines.Count - 1 - i) * 12, lines[i], Ink.Text);
    }
}
