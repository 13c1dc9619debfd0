using System.Globalization;
using System.Text;
using Crm.Api.Glyphs;

namespace Crm.Api.Printing.Pdf;

/// <summary>
/// A face as one document uses it. Every character gets a code of its own, of two bytes, in the order of first use. So more than 255
/// characters are possible, and a character that the face lacks is drawn as its empty box but still copied from the file as itself.
/// </summary>
/// <param name="resource">The name of the font in the resources of the pages.</param>
/// <param name="fallbackResource">The name of the font for characters that the face lacks; null: they are not looked for.</param>
internal sealed class DocumentFont(FontFace face, string resource, string? fallbackResource = null)
{
    private DocumentFont? fallback;
    private readonly Dictionary<int, int> codes = [];
    private readonly List<(int Character, ushort Glyph, int Width)> used = [];

    public string Resource => resource;

    /// <summary>The font of the characters that the face lacks; null while there are none.</summary>
    public DocumentFont? Fallback => fallback;

    public double Ascent(double size) => face.Ascent * size / 1000;

    public double Width(string text, double size)
    {
        var width = 0;
        foreach (var (font, rune) in Shown(text))
            width += font.Shape(rune).Width;
        return width * size / 1000;
    }

    /// <summary>The text in parts that one font draws.</summary>
    public IEnumerable<(DocumentFont Font, string Text)> Parts(string text)
    {
        var part = new StringBuilder();
        DocumentFont? drawing = null;
        foreach (var (font, rune) in Shown(text))
        {
            if (drawing is not null && font != drawing)
            {
                yield return (drawing, part.ToString());
                part.Clear();
            }

            drawing = font;
            part.Append(rune.ToString());
        }

        if (drawing is not null)
            yield return (drawing, part.ToString());
    }

    /// <summary>The characters with the fonts that draw them; what neither draws is replaced by its stand-in.</summary>
    private IEnumerable<(DocumentFont Font, Rune Rune)> Shown(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (Drawing(rune) is { } font)
                yield return (font, rune);
            else
                foreach (var shown in StandIns.Of(face, rune).EnumerateRunes())
                    yield return (Drawing(shown) ?? this, shown);
    }

    /// <summary>The font that draws a character; null when none does.</summary>
    private DocumentFont? Drawing(Rune rune) =>
        fallbackResource is null || face.Glyph(rune.Value) != 0 || StandIns.NeedsNoGlyph(rune) ? this
        : face.Fallback!.Glyph(rune.Value) != 0 ? fallback ??= new(face.Fallback, fallbackResource)
        : null;

    /// <summary>The text as a hexadecimal string of this font's codes.</summary>
    public string Encode(string text)
    {
        var hex = new StringBuilder(text.Length * 4 + 2).Append('<');
        foreach (var rune in text.EnumerateRunes())
            hex.Append(Code(rune).ToString("X4", CultureInfo.InvariantCulture));
        return hex.Append('>').ToString();
    }

    /// <summary>Writes the font with the glyphs that were used and returns the number of its object.</summary>
    public int Write(PdfFile file)
    {
        var name = $"{SubsetTag()}+{face.Name}";
        var descendant = file.Add(
            FormattableString.Invariant($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}")
                + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                + FormattableString.Invariant($"/FontDescriptor {WriteDescriptor(file, name)} 0 R/DW 0")
                + FormattableString.Invariant($"/W[1[{string.Join(' ', used.Select(shape => shape.Width))}]]")
                + FormattableString.Invariant($"/CIDToGIDMap {WriteGlyphs(file)} 0 R>>")
        );
        var unicode = file.Stream("", Encoding.ASCII.GetBytes(ToUnicode()));
        return file.Add(
            FormattableString.Invariant($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H")
                + FormattableString.Invariant($"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>")
        );
    }

    private int WriteDescriptor(PdfFile file, string name)
    {
        var program = FontSubset.Create(face, used.Select(shape => shape.Glyph));
        var embedded = file.Stream(FormattableString.Invariant($"/Length1 {program.Length}"), program);
        return file.Add(
            FormattableString.Invariant($"<</Type/FontDescriptor/FontName/{name}/Flags 4")
                + FormattableString.Invariant($"/FontBBox[{string.Join(' ', face.Box)}]/ItalicAngle 0")
                + FormattableString.Invariant($"/Ascent {face.Ascent}/Descent {face.Descent}/CapHeight 700/StemV 80")
                + FormattableString.Invariant($"/FontFile2 {embedded} 0 R>>")
        );
    }

    /// <summary>The map from codes to glyphs; code 0 is never used.</summary>
    private int WriteGlyphs(PdfFile file)
    {
        var map = new byte[(used.Count + 1) * 2];
        for (var i = 0; i < used.Count; i++)
            (map[i * 2 + 2], map[i * 2 + 3]) = ((byte)(used[i].Glyph >> 8), (byte)used[i].Glyph);
        return file.Stream("", map);
    }

    private int Code(Rune rune)
    {
        // Two bytes name no more than 65,535 characters: any further one gets code 0, the empty box.
        if (codes.TryGetValue(rune.Value, out var code) || used.Count == 0xFFFF)
            return code;
        var (glyph, width) = Shape(rune);
        used.Add((rune.Value, glyph, width));
        return codes[rune.Value] = used.Count;
    }

    /// <summary>
    /// Of what the face lacks, marks and invisible characters take no room, spaces are spaces, and the rest is the empty box.
    /// </summary>
    private (ushort Glyph, int Width) Shape(Rune rune)
    {
        if (face.Glyph(rune.Value) is not 0 and var glyph)
            return (glyph, face.Advance(glyph));
        var space = face.Glyph(' ');
        return StandIns.IsInvisible(rune) ? (space, 0)
            : Rune.IsWhiteSpace(rune) ? (space, face.Advance(space))
            : ((ushort)0, face.Advance(0));
    }

    /// <summary>
    /// The six letters that tell subsets of a face apart. They are derived from the characters, so equal documents have equal tags.
    /// </summary>
    private string SubsetTag()
    {
        // FNV-1a, 64 bits.
        var hash = 14695981039346656037UL;
        foreach (var (character, _, _) in used)
            hash = (hash ^ (uint)character) * 1099511628211UL;
        return string.Concat(Enumerable.Range(0, 6).Select(i => (char)('A' + (hash >> (i * 8) & 0xFF) % 26)));
    }

    /// <summary>The map from codes to characters, by which text is copied from the file and found in it.</summary>
    private string ToUnicode()
    {
        var text = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
            /CMapName/Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000><FFFF>
            endcodespacerange

            """
        );
        // The format allows 100 entries in a block.
        foreach (var block in used.Select((shape, i) => (Code: i + 1, shape.Character)).Chunk(100))
        {
            text.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (code, character) in block)
            {
                var utf16 = Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(character));
                text.Append(CultureInfo.InvariantCulture, $"<{code:X4}><{Convert.ToHexString(utf16)}>\n");
            }

            text.Append("endbfchar\n");
        }

        return text.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
