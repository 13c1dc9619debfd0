using Crm.Api.Glyphs;

namespace Crm.Api.Printing.Pdf;

/// <summary>The pages of a document and the position on the last of them where the next block goes.</summary>
internal sealed class PageWriter
{
    public const double Left = 56,
        Right = Canvas.Width - 42,
        Width = Right - Left;
    private const double Top = 44,
        Margin = 34,
        FooterLeading = 9;

    private readonly PrintedDocument document;
    private readonly TextStyle footerStyle;
    private readonly IReadOnlyList<string> footer;
    private readonly List<Canvas> pages = [];

    public PageWriter(PrintedDocument document)
    {
        this.document = document;
        Accent = Ink.Parse(document.Brand.Accent);
        footerStyle = new TextStyle(Regular, 7, Ink.Muted);
        footer = document.Brand.Footer.Length == 0 ? [] : footerStyle.Wrap(document.Brand.Footer, Width - 90);
        Bottom = Canvas.Height - Margin - 14 - Math.Max(1, footer.Count) * FooterLeading;
        StartPage();
    }

    public DocumentFont Regular { get; } = new(FontFace.Regular, "F1", "F3");
    public DocumentFont Bold { get; } = new(FontFace.Bold, "F2", "F4");
    public Ink Accent { get; }
    public IReadOnlyList<Canvas> Pages => pages;

    /// <summary>The last page.</summary>
    public Canvas Page => pages[^1];

    /// <summary>Where the next block begins, from the top of the page.</summary>
    public double Y { get; set; }

    /// <summary>Where the last block must end.</summary>
    public double Bottom { get; }

    public TextStyle Style(double size, Ink ink) => new(Regular, size, ink);

    public TextStyle BoldStyle(double size, Ink ink) => new(Bold, size, ink);

    public bool HasRoom(double height) => Y + height <= Bottom;

    /// <summary>Starts a page if the present one has no room.</summary>
    public void EnsureRoom(double height)
    {
        if (!HasRoom(height))
            StartPage();
    }

    public void StartPage()
    {
        pages.Add(new Canvas());
        Y = Top;
        if (document.IsDraft)
            Page.Watermark(Bold, Labels.Draft.In(document.Language));
        if (pages.Count == 1)
            return;
        Page.Text(Style(8, Ink.Muted), Left, Y + 4, document.Title);
        Page.HorizontalLine(Left, Right, Y + 11, new Pen(0.5, Ink.Hairline));
        Y += 24;
    }

    /// <summary>Writes a text in lines, over as many pages as it needs.</summary>
    /// <param name="leading">Distance of the lines, as a multiple of the size.</param>
    public void Write(TextStyle style, string text, double left = Left, double width = Width, double leading = 1.32)
    {
        foreach (var line in style.Wrap(text, width))
        {
            EnsureRoom(style.Size * leading);
            Page.Text(style, left, Y + style.Font.Ascent(style.Size) * 0.98, line);
            Y += style.Size * leading;
        }
    }

    /// <summary>Draws a text that ends at <paramref name="right"/>.</summary>
    public void TextRight(TextStyle style, double right, double y, string text) =>
        Page.Text(style, right - style.Width(text), y, text);

    /// <summary>Writes the foot of every page. It is written last: only then the number of pages is known.</summary>
    public void WriteFooters()
    {
        var y = Bottom + 14;
        for (var i = 0; i < pages.Count; i++)
        {
            pages[i].HorizontalLine(Left, Right, y, new Pen(0.5, Ink.Hairline));
            for (var line = 0; line < footer.Count; line++)
                pages[i].Text(footerStyle, Left, y + 11 + line * FooterLeading, footer[line]);
            var number = Labels.Page.With(document.Language, i + 1, pages.Count);
            pages[i].Text(footerStyle, Right - footerStyle.Width(number), y + 11, number);
        }
    }
}
