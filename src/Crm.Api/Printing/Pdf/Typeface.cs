using System.Globalization;
using System.Text;

namespace Crm.Api.Printing.Pdf;

/// <summary>
/// A face as one document uses it. Characters get codes of two bytes in the order of their first use, so there is no limit of 255;
/// what the face cannot draw is its empty box, and copying from the file still gives the character.
/// </summary>
internal sealed class Typeface(FontFace face, string resource)
{
    private readonly Dictionary<int, int> codes = [];
    private readonly List<(int Character, ushort Glyph, int Width)> drawn = [];

    /// <summary>Its name in the pages' resources.</summary>
    public string Resource => resource;

    public double Ascent(double size) => face.Ascent * size / 1000;

    public double Width(string text, double size)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Shape(face, rune).Width;
        return width * size / 1000;
    }

    /// <summary>The text as a string of this font in hex.</summary>
    public string Encode(string text)
    {
        var hex = new StringBuilder(text.Length * 4 + 2).Append('<');
        foreach (var rune in text.EnumerateRunes())
        {
            // Beyond what two bytes can name the rest is the empty box.
            if (!codes.TryGetValue(rune.Value, out var code) && drawn.Count < 0xFFFF)
            {
                codes[rune.Value] = code = drawn.Count + 1;
                var (glyph, width) = Shape(face, rune);
                drawn.Add((rune.Value, glyph, width));
            }

            hex.Append(code.ToString("X4", CultureInfo.InvariantCulture));
        }

        return hex.Append('>').ToString();
    }

    /// <summary>Writes the font with the glyphs that were used.</summary>
    public int Write(PdfFile file)
    {
        var name = $"{Tag()}+{face.Name}";
        var program = FontSubset.Of(face, drawn.Select(x => x.Glyph));
        var embedded = file.Stream(FormattableString.Invariant($"/Length1 {program.Length}"), program);
        var descriptor = file.Add(
            FormattableString.Invariant(
                $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{string.Join(' ', face.Box)}]/ItalicAngle 0/Ascent {face.Ascent}/Descent {face.Descent}/CapHeight 700/StemV 80/FontFile2 {embedded} 0 R>>"
            )
        );
        var map = new byte[(drawn.Count + 1) * 2];
        for (var i = 0; i < drawn.Count; i++)
            (map[i * 2 + 2], map[i * 2 + 3]) = ((byte)(drawn[i].Glyph >> 8), (byte)drawn[i].Glyph);
        var glyphs = file.Stream("", map);
        var widths = string.Join(' ', drawn.Select(x => x.Width.ToString(CultureInfo.InvariantCulture)));
        var descendant = file.Add(
            FormattableString.Invariant(
                $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 0/W[1[{widths}]]/CIDToGIDMap {glyphs} 0 R>>"
            )
        );
        var unicode = file.Stream("", Encoding.ASCII.GetBytes(ToUnicode()));
        return file.Add(
            FormattableString.Invariant(
                $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>"
            )
        );
    }

    /// <summary>Marks that the face lacks and characters that are never seen take no room; anything else that it lacks is its empty box.</summary>
    private static (ushort Glyph, int Width) Shape(FontFace face, Rune rune)
    {
        if (face.Glyph(rune.Value) is not 0 and var glyph)
            return (glyph, face.Advance(glyph));
        return Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.EnclosingMark
                    or UnicodeCategory.Format
                    or UnicodeCategory.Control
                ? (face.Glyph(' '), 0)
            : Rune.IsWhiteSpace(rune) ? (face.Glyph(' '), face.Advance(face.Glyph(' ')))
            : ((ushort)0, face.Advance(0));
    }

    /// <summary>Six letters that tell one subset from another: made from what is in it.</summary>
    private string Tag()
    {
        var hash = 14695981039346656037UL;
        foreach (var (character, _, _) in drawn)
            hash = (hash ^ (uint)character) * 1099511628211UL;
        return string.Concat(Enumerable.Range(0, 6).Select(x => (char)('A' + (hash >> (x * 8) & 0xFF) % 26)));
    }

    private string ToUnicode()
    {
        var text = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        ).Append(
            "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        );
        foreach (var chunk in drawn.Select((x, i) => (Code: i + 1, x.Character)).Chunk(100))
        {
            text.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var (code, character) in chunk)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<{code:X4}><{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(character)))}>\n"
                );
            text.Append("endbfchar\n");
        }

        return text.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
