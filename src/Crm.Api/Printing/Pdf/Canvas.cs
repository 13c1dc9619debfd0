using System.Globalization;
using System.Text;

namespace Crm.Api.Printing.Pdf;

/// <summary>
/// The drawing operators of one page. All measures are points, and y counts from the top of the page downwards; the file counts upwards.
/// </summary>
internal sealed class Canvas
{
    /// <summary>A4.</summary>
    public const double Width = 595.28,
        Height = 841.89;

    private readonly StringBuilder operators = new();

    public byte[] Content => Encoding.ASCII.GetBytes(operators.ToString());

    /// <summary>The resource names of the pictures on the page.</summary>
    public SortedSet<string> Pictures { get; } = new(StringComparer.Ordinal);

    /// <param name="y">The base line of the text.</param>
    public void Text(TextStyle style, double x, double y, string text)
    {
        if (text.Length > 0)
            Text(style, $"1 0 0 1 {N(x)} {N(Height - y)}", text);
    }

    /// <summary>Large, pale and diagonal. Drawn first: everything drawn later covers it.</summary>
    public void Watermark(DocumentFont font, string text)
    {
        const double size = 110,
            cosine = 0.7071;
        var style = new TextStyle(font, size, Ink.Watermark);
        var half = style.Width(text) / 2 * cosine;
        var rotation = $"{N(cosine)} {N(cosine)} {N(-cosine)} {N(cosine)}";
        Text(style, $"{rotation} {N(Width / 2 - half + 26)} {N(Height / 2 - half - 26)}", text);
    }

    public void HorizontalLine(double left, double right, double y, Pen pen) => Line((left, y), (right, y), pen);

    public void VerticalLine(double x, double top, double bottom, Pen pen) => Line((x, top), (x, bottom), pen);

    public void Fill(double x, double y, double width, double height, Ink ink) =>
        operators.Append(
            CultureInfo.InvariantCulture,
            $"{ink.Fill} {N(x)} {N(Height - y - height)} {N(width)} {N(height)} re f\n"
        );

    /// <summary>The dark squares of a QR code as one path: with one path per square some viewers show seams between them.</summary>
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

    /// <param name="resource">The name of the picture in the resources of the page.</param>
    public void Picture(string resource, double x, double y, double width, double height)
    {
        Pictures.Add(resource);
        operators.Append(
            CultureInfo.InvariantCulture,
            $"q {N(width)} 0 0 {N(height)} {N(x)} {N(Height - y - height)} cm /{resource} Do Q\n"
        );
    }

    private void Text(TextStyle style, string matrix, string text)
    {
        operators.Append("BT ");
        // Each part begins where the one before it ends.
        var place = $"{style.Ink.Fill} {matrix} Tm ";
        foreach (var (font, part) in style.Font.Parts(text))
        {
            operators.Append(
                CultureInfo.InvariantCulture,
                $"/{font.Resource} {N(style.Size)} Tf {place}{font.Encode(part)} Tj "
            );
            place = "";
        }

        operators.Append("ET\n");
    }

    private void Line((double X, double Y) from, (double X, double Y) to, Pen pen) =>
        operators.Append(
            CultureInfo.InvariantCulture,
            $"{N(pen.Thickness)} w {pen.Ink.Stroke} {N(from.X)} {N(Height - from.Y)} m {N(to.X)} {N(Height - to.Y)} l S\n"
        );

    private static string N(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
