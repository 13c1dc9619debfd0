using System.Buffers.Binary;
using Crm.Api.Glyphs;

namespace Crm.Api.Printing.Pdf;

/// <summary>
/// Reduces a face to the glyphs that a document draws. The numbers of the glyphs stay, the outlines of all others are left out. Why this is
/// our own code: ADR 0024.
/// </summary>
internal static class FontSubset
{
    /// <summary>Flags of a part of a composed glyph.</summary>
    private const ushort HasWordArguments = 1,
        HasScale = 8,
        HasMoreParts = 32,
        HasTwoScales = 64,
        HasMatrix = 128;

    /// <summary>The tables that a viewer needs of an embedded face, in the order of the directory.</summary>
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    public static byte[] Create(FontFace face, IEnumerable<ushort> drawn)
    {
        var (glyf, loca) = Outlines(face, WithParts(face, drawn));
        var head = face.Table("head").ToArray();
        // The offsets of the new table loca are long ones.
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        byte[] Table(string name) =>
            name switch
            {
                "glyf" => glyf,
                "loca" => loca,
                "head" => head,
                _ => face.Table(name).ToArray(),
            };
        var tables = Kept.Select(name => (Name: name, Bytes: Table(name)))
            .Where(table => table.Bytes.Length > 0)
            .ToArray();
        using var file = new MemoryStream();
        file.Write(Directory(tables));
        foreach (var (_, bytes) in tables)
        {
            file.Write(bytes);
            for (var i = bytes.Length; i < Padded(bytes.Length); i++)
                file.WriteByte(0);
        }

        return file.ToArray();
    }

    private static byte[] Directory((string Name, byte[] Bytes)[] tables)
    {
        var directory = new byte[12 + tables.Length * 16];
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)tables.Length);
        // For a binary search: eight is the largest power of two (2^3) within the number of tables, and an entry has 16 bytes.
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(6), 128);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(8), 3);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(10), (ushort)(tables.Length * 16 - 128));
        var at = directory.Length;
        for (var i = 0; i < tables.Length; i++)
        {
            var entry = directory.AsSpan(12 + i * 16);
            System.Text.Encoding.ASCII.GetBytes(tables[i].Name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(tables[i].Bytes));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)tables[i].Bytes.Length);
            at += Padded(tables[i].Bytes.Length);
        }

        return directory;
    }

    /// <summary>The glyphs with the parts of composed ones: a letter with an accent refers to two outlines.</summary>
    private static SortedSet<ushort> WithParts(FontFace face, IEnumerable<ushort> drawn)
    {
        SortedSet<ushort> all = [0];
        Stack<ushort> open = new(drawn);
        while (open.TryPop(out var glyph))
            if (all.Add(glyph))
                foreach (var part in Parts(face, glyph))
                    open.Push(part);
        return all;
    }

    private static List<ushort> Parts(FontFace face, ushort glyph)
    {
        List<ushort> parts = [];
        var outlines = face.Table("glyf");
        var (at, length) = face.Outline(glyph);
        // A composed glyph has a negative number of contours.
        if (length == 0 || BinaryPrimitives.ReadInt16BigEndian(outlines[at..]) >= 0)
            return parts;
        at += 10;
        ushort flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outlines[at..]);
            parts.Add(BinaryPrimitives.ReadUInt16BigEndian(outlines[(at + 2)..]));
            at += PartLength(flags);
        } while ((flags & HasMoreParts) != 0);
        return parts;
    }

    private static int PartLength(ushort flags) =>
        4
        + ((flags & HasWordArguments) != 0 ? 4 : 2)
        + (
            (flags & HasScale) != 0 ? 2
            : (flags & HasTwoScales) != 0 ? 4
            : (flags & HasMatrix) != 0 ? 8
            : 0
        );

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

    private static uint Checksum(ReadOnlySpan<byte> bytes)
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
