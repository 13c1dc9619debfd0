namespace Crm.Api.Printing.Pdf;

/// <summary>The pages of a document and the place on them where the next thing goes.</summary>
internal sealed class Sheets
{
    public const double Left = 56,
        Right = Canvas.Width - 42,
        Wide = Right - Left;
    private const double Top = 44,
        Margin = 34,
        FooterSize = 7,
        FooterLeading = 9;

    private readonly PrintedDocument document;
    private readonly IReadOnlyList<string> footer;
    private readonly List<Canvas> pages = [];

    public Sheets(PrintedDocument document)
    {
        this.document = document;
        Accent = Ink.Of(document.Brand.Accent);
        footer =
            document.Brand.Footer.Length == 0
                ? []
                : TextWrap.Lines(Regular, FooterSize, document.Brand.Footer, Wide - 90);
        Bottom = Canvas.Height - Margin - 14 - Math.Max(1, footer.Count) * FooterLeading;
        Next();
    }

    public Typeface Regular { get; } = new(FontFace.Regular, "F1");
    public Typeface Bold { get; } = new(FontFace.Bold, "F2");
    public Ink Accent { get; }
    public IReadOnlyList<Canvas> Pages => pages;
    public Canvas Page => pages[^1];

    /// <summary>Where the next thing begins, from the top of the page.</summary>
    public double Y { get; set; }

    /// <summary>Where the last thing must end.</summary>
    public double Bottom { get; }

    public bool Room(double height) => Y + height <= Bottom;

    /// <summary>Goes to the next page when there is no room here.</summary>
    public void Need(double height)
    {
        if (!Room(height))
            Next();
    }

    public void Next()
    {
        pages.Add(new Canvas());
        Y = Top;
        if (document.Draft)
            Page.Watermark(Bold, Labels.Draft.In(document.Language));
        if (pages.Count == 1)
            return;
        Page.Text(Regular, 8, Left, Y + 4, document.Title, Ink.Muted);
        Page.Line(Left, Y + 11, Right, Y + 11, 0.5, Ink.Hairline);
        Y += 24;
    }

    /// <summary>Lines one under the other, over as many pages as they need.</summary>
    public void Write(
        Typeface font,
        double size,
        string text,
        Ink ink,
        double left = Left,
        double width = Wide,
        double leading = 1.32
    )
    {
        foreach (var line in TextWrap.Lines(font, size, text, width))
        {
            Need(size * leading);
            Page.Text(font, size, left, Y + font.Ascent(size) * 0.98, line, ink);
            Y += size * leading;
        }
    }

    /// <summary>Against the right edge of a place.</summary>
    public void Against(Typeface font, double size, double right, double y, string text, Ink ink) =>
        Page.Text(font, size, right - font.Width(text, size), y, text, ink);

    /// <summary>What stands at the foot of every page; written last, for only then their number is known.</summary>
    public void Number()
    {
        for (var i = 0; i < pages.Count; i++)
        {
            var y = Bottom + 14;
            pages[i].Line(Left, y, Right, y, 0.5, Ink.Hairline);
            for (var n = 0; n < footer.Count; n++)
                pages[i].Text(Regular, FooterSize, Left, y + 11 + n * FooterLeading, footer[n], Ink.Muted);
            var number = Labels.Page.With(document.Language, i + 1, pages.Count);
            pages[i].Text(Regular, FooterSize, Right - Regular.Width(number, FooterSize), y + 11, number, Ink.Muted);
        }
    }
}
