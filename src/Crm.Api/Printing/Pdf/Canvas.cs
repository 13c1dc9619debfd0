using System.Globalization;
using System.Text;

namespace Crm.Api.Printing.Pdf;

/// <summary>What is drawn on one page. Points; y counts from the top of the page downwards, as one reads.</summary>
internal sealed class Canvas
{
    /// <summary>A4.</summary>
    public const double Width = 595.28,
        Height = 841.89;

    private readonly StringBuilder operators = new();

    public byte[] Content => Encoding.ASCII.GetBytes(operators.ToString());

    /// <summary>Names of the pictures that it shows.</summary>
    public SortedSet<string> Pictures { get; } = new(StringComparer.Ordinal);

    /// <param name="y">The line that letters stand on.</param>
    public void Text(Typeface font, double size, double x, double y, string text, Ink ink)
    {
        if (text.Length == 0)
            return;
        operators.Append(
            CultureInfo.InvariantCulture,
            $"BT /{font.Resource} {N(size)} Tf {ink.Fill} 1 0 0 1 {N(x)} {N(Height - y)} Tm {font.Encode(text)} Tj ET\n"
        );
    }

    /// <summary>Large, pale and slanting across the page, under everything that is drawn later.</summary>
    public void Watermark(Typeface font, string text)
    {
        const double size = 110,
            cos = 0.7071;
        var (dx, dy) = (font.Width(text, size) / 2 * cos, font.Width(text, size) / 2 * cos);
        operators.Append(
            CultureInfo.InvariantCulture,
            $"BT /{font.Resource} {N(size)} Tf {new Ink(0.93, 0.93, 0.93).Fill} {N(cos)} {N(cos)} {N(-cos)} {N(cos)} {N(Width / 2 - dx + 26)} {N(Height / 2 - dy - 26)} Tm {font.Encode(text)} Tj ET\n"
        );
    }

    public void Line(double x1, double y1, double x2, double y2, double thickness, Ink ink) =>
        operators.Append(
            CultureInfo.InvariantCulture,
            $"{N(thickness)} w {ink.Stroke} {N(x1)} {N(Height - y1)} m {N(x2)} {N(Height - y2)} l S\n"
        );

    public void Fill(double x, double y, double width, double height, Ink ink) =>
        operators.Append(
            CultureInfo.InvariantCulture,
            $"{ink.Fill} {N(x)} {N(Height - y - height)} {N(width)} {N(height)} re f\n"
        );

    /// <summary>Dark squares of a code; drawn in one go, so that no viewer leaves seams between them.</summary>
    public void Squares(double x, double y, double side, IEnumerable<(int Row, int Column, int Length)> dark)
    {
        operators.Append(Ink.Black.Fill).Append('\n');
        foreach (var (row, column, length) in dark)
            operators.Append(
                CultureInfo.InvariantCulture,
                $"{N(x + column * side)} {N(Height - y - (row + 1) * side)} {N(length * side)} {N(side)} re\n"
            );
        operators.Append("f\n");
    }

    public void Picture(string resource, double x, double y, double width, double height)
    {
        Pictures.Add(resource);
        operators.Append(
            CultureInfo.InvariantCulture,
            $"q {N(width)} 0 0 {N(height)} {N(x)} {N(Height - y - height)} cm /{resource} Do Q\n"
        );
    }

    private static string N(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A colour of print, each part from 0 to 1.</summary>
internal sealed record Ink(double Red, double Green, double Blue)
{
    public static readonly Ink Black = new(0, 0, 0);
    public static readonly Ink Text = new(0.13, 0.15, 0.18);
    public static readonly Ink Muted = new(0.42, 0.45, 0.5);
    public static readonly Ink Hairline = new(0.82, 0.84, 0.87);
    public static readonly Ink Band = new(0.955, 0.96, 0.97);

    /// <summary>Of <c>#rrggbb</c>.</summary>
    public static Ink Of(string colour)
    {
        var rgb = Convert.ToInt32(colour[1..], 16);
        return new Ink((rgb >> 16) / 255d, (rgb >> 8 & 255) / 255d, (rgb & 255) / 255d);
    }

    public string Fill => FormattableString.Invariant($"{Red:0.###} {Green:0.###} {Blue:0.###} rg");

    public string Stroke => FormattableString.Invariant($"{Red:0.###} {Green:0.###} {Blue:0.###} RG");
}
