using System.Buffers.Binary;

namespace Crm.Api.Printing.Pdf;

/// <summary>The face cut down to the glyphs that a document draws. Numbers of glyphs stay, outlines that nobody draws go.</summary>
internal static class FontSubset
{
    private const ushort Words = 1,
        Scale = 8,
        More = 32,
        TwoScales = 64,
        Matrix = 128;

    /// <summary>What a viewer needs of an embedded face; the order is that of the directory.</summary>
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    public static byte[] Of(FontFace face, IEnumerable<ushort> drawn)
    {
        var (glyf, loca) = Outlines(face, Closed(face, drawn));
        var head = face.Table("head").ToArray();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var tables = Kept.Select(x =>
                (
                    Name: x,
                    Bytes: x switch
                    {
                        "glyf" => glyf,
                        "loca" => loca,
                        "head" => head,
                        _ => face.Table(x).ToArray(),
                    }
                )
            )
            .Where(x => x.Bytes.Length > 0)
            .ToArray();

        using var file = new MemoryStream();
        Span<byte> directory = stackalloc byte[12 + tables.Length * 16];
        directory.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory[4..], (ushort)tables.Length);
        BinaryPrimitives.WriteUInt16BigEndian(directory[6..], 128);
        BinaryPrimitives.WriteUInt16BigEndian(directory[8..], 3);
        BinaryPrimitives.WriteUInt16BigEndian(directory[10..], (ushort)(tables.Length * 16 - 128));
        var at = directory.Length;
        for (var i = 0; i < tables.Length; i++)
        {
            var entry = directory[(12 + i * 16)..];
            System.Text.Encoding.ASCII.GetBytes(tables[i].Name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(tables[i].Bytes));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)tables[i].Bytes.Length);
            at += Padded(tables[i].Bytes.Length);
        }

        file.Write(directory);
        foreach (var (_, bytes) in tables)
        {
            file.Write(bytes);
            for (var i = bytes.Length; i < Padded(bytes.Length); i++)
                file.WriteByte(0);
        }

        return file.ToArray();
    }

    /// <summary>With the parts of composed glyphs: a letter with its accent is two outlines.</summary>
    private static SortedSet<ushort> Closed(FontFace face, IEnumerable<ushort> drawn)
    {
        SortedSet<ushort> all = [0];
        Stack<ushort> open = new(drawn);
        var outlines = face.Table("glyf");
        while (open.TryPop(out var glyph))
        {
            if (!all.Add(glyph))
                continue;
            var (at, length) = face.Outline(glyph);
            if (length == 0 || BinaryPrimitives.ReadInt16BigEndian(outlines[at..]) >= 0)
                continue;
            ushort flags;
            at += 10;
            do
            {
                flags = BinaryPrimitives.ReadUInt16BigEndian(outlines[at..]);
                open.Push(BinaryPrimitives.ReadUInt16BigEndian(outlines[(at + 2)..]));
                at +=
                    4
                    + ((flags & Words) != 0 ? 4 : 2)
                    + (
                        (flags & Scale) != 0 ? 2
                        : (flags & TwoScales) != 0 ? 4
                        : (flags & Matrix) != 0 ? 8
                        : 0
                    );
            } while ((flags & More) != 0);
        }

        return all;
    }

    private static (byte[] Glyf, byte[] Loca) Outlines(FontFace face, SortedSet<ushort> kept)
    {
        using var glyf = new MemoryStream();
        var loca = new byte[(face.GlyphCount + 1) * 4];
        for (var glyph = 0; glyph < face.GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(glyph * 4), (uint)glyf.Length);
            if (!kept.Contains((ushort)glyph))
                continue;
            var (at, length) = face.Outline((ushort)glyph);
            glyf.Write(face.Table("glyf").Slice(at, length));
            while (glyf.Length % 4 != 0)
                glyf.WriteByte(0);
        }

        BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(face.GlyphCount * 4), (uint)glyf.Length);
        return (glyf.ToArray(), loca);
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        Span<byte> word = stackalloc byte[4];
        for (var i = 0; i < bytes.Length; i += 4)
        {
            word.Clear();
            bytes[i..Math.Min(i + 4, bytes.Length)].CopyTo(word);
            sum += BinaryPrimitives.ReadUInt32BigEndian(word);
        }

        return sum;
    }
}
