using System.Buffers.Binary;

namespace Crm.Api.Glyphs;

/// <summary>
/// A TrueType face: which glyph draws a character, how wide it is, and the tables that a file embeds. Read once per process. Numbers of the
/// tables are big-endian; their layout is that of the OpenType specification.
/// </summary>
internal sealed class FontFace
{
    private readonly byte[] file;
    private readonly Dictionary<string, (int At, int Length)> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ushort> glyphs = [];
    private readonly ushort[] advances;

    private FontFace(string name, byte[] file)
    {
        (Name, this.file) = (name, file);
        for (var i = 0; i < U16(4); i++)
        {
            var at = 12 + i * 16;
            tables[System.Text.Encoding.ASCII.GetString(file, at, 4)] = ((int)U32(at + 8), (int)U32(at + 12));
        }

        var (head, hhea) = (tables["head"].At, tables["hhea"].At);
        UnitsPerEm = U16(head + 18);
        Ascent = Scaled(I16(hhea + 4));
        Descent = Scaled(I16(hhea + 6));
        Box = [.. Enumerable.Range(0, 4).Select(side => Scaled(I16(head + 36 + side * 2)))];
        GlyphCount = U16(tables["maxp"].At + 4);
        // The glyphs after the last measured one are as wide as that.
        var (measured, widths) = (U16(hhea + 34), tables["hmtx"].At);
        advances =
        [
            .. Enumerable.Range(0, GlyphCount).Select(glyph => U16(widths + Math.Min(glyph, measured - 1) * 4)),
        ];
        ReadCharacters();
    }

    public static FontFace Regular { get; } = Load("PTSans-Regular");

    public static FontFace Bold { get; } = Load("PTSans-Bold");

    private static readonly Lazy<FontFace> WideRegular = new(() => Load("DejaVuSans"));
    private static readonly Lazy<FontFace> WideBold = new(() => Load("DejaVuSans-Bold"));

    /// <summary>The face that draws what this one lacks; read when a document first needs it. Null for that face itself.</summary>
    public FontFace? Fallback =>
        this == Regular ? WideRegular.Value
        : this == Bold ? WideBold.Value
        : null;

    public string Name { get; }
    public int UnitsPerEm { get; }
    public int GlyphCount { get; }

    /// <summary>In thousandths of the size, like all measures in a PDF file.</summary>
    public int Ascent { get; }
    public int Descent { get; }
    public int[] Box { get; }

    /// <summary>The glyph of a character; 0 (the empty box) where the face has none.</summary>
    public ushort Glyph(int character) => glyphs.GetValueOrDefault(character);

    /// <summary>Width of a glyph in thousandths of the size.</summary>
    public int Advance(ushort glyph) => Scaled(advances[glyph]);

    public ReadOnlySpan<byte> Table(string name) =>
        tables.TryGetValue(name, out var found) ? file.AsSpan(found.At, found.Length) : default;

    /// <summary>The place of a glyph's outline in the table <c>glyf</c>.</summary>
    public (int At, int Length) Outline(ushort glyph)
    {
        var (loca, hasLongOffsets) = (tables["loca"].At, I16(tables["head"].At + 50) == 1);
        var (from, to) = hasLongOffsets
            ? ((int)U32(loca + glyph * 4), (int)U32(loca + glyph * 4 + 4))
            : (U16(loca + glyph * 2) * 2, U16(loca + glyph * 2 + 2) * 2);
        return (from, to - from);
    }

    private static FontFace Load(string name)
    {
        using var stream =
            typeof(FontFace).Assembly.GetManifestResourceStream($"Crm.Api.Printing.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"the face {name} is not a resource of the assembly");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new FontFace(name, bytes.ToArray());
    }

    /// <summary>Reads the Unicode map of format 4, which every face for Windows has.</summary>
    private void ReadCharacters()
    {
        var cmap = tables["cmap"].At;
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var at = cmap + (int)U32(cmap + 8 + i * 8);
            if (U16(cmap + 4 + i * 8) != 3 || U16(at) != 4)
                continue;
            var segments = U16(at + 6) / 2;
            for (var index = 0; index < segments; index++)
                ReadSegment(at + 14, segments, index);
            return;
        }

        throw new InvalidOperationException($"the face {Name} has no map of format 4");
    }

    /// <param name="ends">The place of the array of last characters; three more arrays follow it.</param>
    private void ReadSegment(int ends, int segments, int index)
    {
        var starts = ends + segments * 2 + 2;
        var (deltas, offsets) = (starts + segments * 2, starts + segments * 4);
        var (start, end) = (U16(starts + index * 2), U16(ends + index * 2));
        var (delta, offset) = (U16(deltas + index * 2), U16(offsets + index * 2));
        for (int c = start; c <= end && c < 0xFFFF; c++)
        {
            var glyph = offset == 0 ? (ushort)(c + delta) : U16(offsets + index * 2 + offset + (c - start) * 2);
            if (offset != 0 && glyph != 0)
                glyph = (ushort)(glyph + delta);
            if (glyph != 0 && glyph < GlyphCount)
                glyphs[c] = glyph;
        }
    }

    private int Scaled(int units) => (int)Math.Round(units * 1000d / UnitsPerEm, MidpointRounding.AwayFromZero);

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

    private short I16(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
