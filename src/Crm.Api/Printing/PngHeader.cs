using System.Buffers.Binary;

namespace Crm.Api.Printing;

/// <summary>How a PNG states the colour of a pixel; the numbers are those of the format.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyWithOpacity = 4,
    RgbWithOpacity = 6,
}

/// <summary>The first chunk of a PNG.</summary>
/// <param name="Depth">Bits per sample.</param>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColour Colour, bool IsInterlaced)
{
    /// <summary>Signature, length and type of the chunk, its 13 bytes and its checksum.</summary>
    private const int Length = 33;

    public static PngHeader? TryParse(ReadOnlySpan<byte> file) =>
        file.Length < Length || !file[12..16].SequenceEqual("IHDR"u8)
            ? null
            : new PngHeader(
                BinaryPrimitives.ReadInt32BigEndian(file[16..]),
                BinaryPrimitives.ReadInt32BigEndian(file[20..]),
                file[24],
                (PngColour)file[25],
                file[28] != 0
            );

    /// <summary>Samples per pixel.</summary>
    public int Channels =>
        Colour switch
        {
            PngColour.Rgb => 3,
            PngColour.GreyWithOpacity => 2,
            PngColour.RgbWithOpacity => 4,
            _ => 1,
        };

    public int BytesPerRow => (Width * Channels * Depth + 7) / 8;

    /// <summary>The distance, in bytes, to the sample that a filter compares with.</summary>
    public int BytesPerPixel => Math.Max(1, Channels * Depth / 8);

    /// <summary>The format knows no other pairs of colour and depth.</summary>
    public bool IsValid =>
        Colour switch
        {
            PngColour.Grey => Depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => Depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyWithOpacity or PngColour.RgbWithOpacity => Depth is 8 or 16,
            _ => false,
        };
}
