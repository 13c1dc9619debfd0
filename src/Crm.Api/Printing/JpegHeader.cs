using System.Buffers.Binary;

namespace Crm.Api.Printing;

/// <summary>The frame header of a JPEG.</summary>
/// <param name="Channels">1 (grey) or 3 (colour).</param>
internal sealed record JpegHeader(int Width, int Height, int Channels)
{
    private const byte FirstFrame = 0xC0,
        LastFrame = 0xCF,
        LastPrintable = 0xC2,
        EndOfImage = 0xD9,
        StartOfScan = 0xDA;

    /// <summary>
    /// Null for a damaged file, and for what PDF viewers do not show reliably: CMYK, 12 bits, lossless and arithmetic coding.
    /// </summary>
    public static JpegHeader? TryParse(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 < file.Length; )
        {
            if (file[at] != 0xFF)
                return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is >= FirstFrame and <= LastFrame and not (0xC4 or 0xC8 or 0xCC))
                return Frame(file[at..], marker);
            if (marker is EndOfImage or StartOfScan)
                return null;
            var hasNoLength = marker is 0x01 or (>= 0xD0 and <= 0xD8);
            at += hasNoLength ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }

    private static JpegHeader? Frame(ReadOnlySpan<byte> frame, byte marker) =>
        marker <= LastPrintable && frame[4] == 8 && frame[9] is 1 or 3
            ? new JpegHeader(
                BinaryPrimitives.ReadUInt16BigEndian(frame[7..]),
                BinaryPrimitives.ReadUInt16BigEndian(frame[5..]),
                frame[9]
            )
            : null;
}
