using System.Buffers.Binary;

namespace Crm.Api.Printing;

/// <summary>A logo or a signature: what it is, how large, and its samples in the form that files of ours embed.</summary>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Bytes">As it was uploaded.</param>
public sealed record Picture(string MediaType, int Width, int Height, byte[] Bytes)
{
    /// <summary>Larger ones are of no use in print, and cost memory to whoever opens them.</summary>
    public const int MostPixels = 2000;

    public const int MostBytes = 1024 * 1024;

    public static readonly string[] Types = ["image/png", "image/jpeg"];

    private static ReadOnlySpan<byte> PngHead => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Reads a picture wholly, so that what was taken once can always be printed; null when it cannot be.</summary>
    public static Picture? Read(byte[] bytes)
    {
        try
        {
            var found = bytes.AsSpan().StartsWith(PngHead)
                ? Png.Size(bytes) is var (w, h)
                    ? new Picture(Types[0], w, h, bytes)
                    : null
                : bytes is [0xFF, 0xD8, 0xFF, ..] && Jpeg(bytes) is var (width, height, _)
                    ? new Picture(Types[1], width, height, bytes)
                    : null;
            if (found is null || found.Width is < 1 or > MostPixels || found.Height is < 1 or > MostPixels)
                return null;
            return found.MediaType == Types[1] || Png.Samples(bytes) is not null ? found : null;
        }
        catch (Exception e)
            when (e is InvalidDataException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Width, height and colour channels (1 or 3) of a JPEG, from its frame header; null for what no print of ours shows, such as CMYK.</summary>
    internal static (int Width, int Height, int Channels)? Jpeg(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; at + 9 < bytes.Length; )
        {
            if (bytes[at] != 0xFF)
                return null;
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return marker <= 0xC2 && bytes[at + 4] == 8 && bytes[at + 9] is 1 or 3
                    ? (
                        BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]),
                        BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]),
                        bytes[at + 9]
                    )
                    : null;
            if (marker is 0xD9 or 0xDA)
                return null;
            at += marker is 0x01 or (>= 0xD0 and <= 0xD8)
                ? 2
                : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return null;
    }
}
