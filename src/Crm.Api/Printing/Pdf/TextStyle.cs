namespace Crm.Api.Printing.Pdf;

/// <summary>How a text is drawn.</summary>
/// <param name="Size">In points.</param>
internal readonly record struct TextStyle(DocumentFont Font, double Size, Ink Ink)
{
    public double Width(string text) => Font.Width(text, Size);

    /// <summary>The text broken into lines of a width.</summary>
    public IReadOnlyList<string> Wrap(string text, double width) => TextWrap.Lines(Font, Size, text, width);
}

/// <summary>How a line is drawn.</summary>
/// <param name="Thickness">In points.</param>
internal readonly record struct Pen(double Thickness, Ink Ink)
{
    public static readonly Pen Hairline = new(0.4, Ink.Hairline);
}

/// <summary>A colour of print, each part from 0 to 1.</summary>
internal sealed record Ink(double Red, double Green, double Blue)
{
    public static readonly Ink Black = new(0, 0, 0);
    public static readonly Ink Text = new(0.13, 0.15, 0.18);
    public static readonly Ink Muted = new(0.42, 0.45, 0.5);
    public static readonly Ink Hairline = new(0.82, 0.84, 0.87);
    public static readonly Ink Band = new(0.955, 0.96, 0.97);
    public static readonly Ink Watermark = new(0.93, 0.93, 0.93);

    /// <param name="colour"><c>#rrggbb</c>.</param>
    public static Ink Parse(string colour)
    {
        var rgb = Convert.ToInt32(colour[1..], 16);
        return new Ink((rgb >> 16) / 255d, (rgb >> 8 & 255) / 255d, (rgb & 255) / 255d);
    }

    /// <summary>The operator that fills with this colour.</summary>
    public string Fill => FormattableString.Invariant($"{Red:0.###} {Green:0.###} {Blue:0.###} rg");

    /// <summary>The operator that draws lines in this colour.</summary>
    public string Stroke => FormattableString.Invariant($"{Red:0.###} {Green:0.###} {Blue:0.###} RG");
}
