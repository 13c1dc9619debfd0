using System.Buffers.Binary;
using System.IO.Compression;

namespace Crm.Api.Printing;

/// <summary>Reads PNG files into plain samples. All colour types and depths; interlaced ones are not taken.</summary>
internal static class Png
{
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 33 || !bytes[12..16].SequenceEqual("IHDR"u8)
            ? null
            : (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));

    /// <summary>Three bytes of colour per pixel, and one of opacity where the picture has any.</summary>
    public static (byte[] Colour, byte[]? Opacity)? Samples(byte[] bytes)
    {
        var (width, height) = Size(bytes)!.Value;
        var (depth, type, interlaced) = (bytes[24], bytes[25], bytes[28]);
        int channels = type switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 0,
        };
        var deep = type switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            _ => depth is 8 or 16,
        };
        if (
            channels == 0
            || !deep
            || interlaced != 0
            || width is < 1 or > Picture.MostPixels
            || height is < 1 or > Picture.MostPixels
        )
            return null;
        using var packed = new MemoryStream();
        ReadOnlySpan<byte> palette = default,
            clear = default;
        for (var at = 8; at + 12 <= bytes.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var name = bytes.AsSpan(at + 4, 4);
            if (length < 0 || length > bytes.Length - at - 12)
                return null;
            var data = bytes.AsSpan(at + 8, length);
            if (name.SequenceEqual("IDAT"u8))
                packed.Write(data);
            else if (name.SequenceEqual("PLTE"u8))
                palette = data;
            else if (name.SequenceEqual("tRNS"u8))
                clear = data;
            else if (name.SequenceEqual("IEND"u8))
                break;
            at += length + 12;
        }

        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var (stride, step) = ((width * channels * depth + 7) / 8, Math.Max(1, channels * depth / 8));
        byte[] line = new byte[stride],
            above = new byte[stride];
        var colour = new byte[width * height * 3];
        var opacity = type is 4 or 6 || clear.Length > 0 ? new byte[width * height] : null;
        for (var y = 0; y < height; y++)
        {
            var filter = unpacked.ReadByte();
            if (filter is < 0 or > 4 || unpacked.ReadAtLeast(line, stride, throwOnEndOfStream: false) < stride)
                return null;
            Unfilter(filter, line, above, step);
            for (var x = 0; x < width; x++)
                Pixel(
                    line,
                    x,
                    depth,
                    type,
                    channels,
                    palette,
                    clear,
                    colour.AsSpan((y * width + x) * 3, 3),
                    opacity,
                    y * width + x
                );
            (line, above) = (above, line);
        }

        return (colour, opacity);
    }

    private static void Unfilter(int filter, byte[] line, byte[] above, int step)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i >= step ? line[i - step] : 0,
                up = above[i],
                corner = i >= step ? above[i - step] : 0;
            line[i] += (byte)(
                filter switch
                {
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => 0,
                }
            );
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner,
            a = Math.Abs(guess - left),
            b = Math.Abs(guess - up),
            c = Math.Abs(guess - corner);
        return a <= b && a <= c ? left
            : b <= c ? up
            : corner;
    }

    private static void Pixel(
        byte[] line,
        int x,
        int depth,
        int type,
        int channels,
        ReadOnlySpan<byte> palette,
        ReadOnlySpan<byte> clear,
        Span<byte> rgb,
        byte[]? opacity,
        int at
    )
    {
        // Of 16 bits print needs the upper ones.
        int Raw(int channel) =>
            depth == 16 ? line[(x * channels + channel) * 2]
            : depth == 8 ? line[x * channels + channel]
            : line[x * depth / 8] >> (8 - depth - x * depth % 8) & ((1 << depth) - 1);
        int Full(int channel) => depth >= 8 ? Raw(channel) : Raw(channel) * 255 / ((1 << depth) - 1);
        var alpha = 255;
        switch (type)
        {
            case 3:
                var index = Raw(0);
                palette.Slice(index * 3, 3).CopyTo(rgb);
                alpha = index < clear.Length ? clear[index] : 255;
                break;
            case 2 or 6:
                for (var c = 0; c < 3; c++)
                    rgb[c] = (byte)Full(c);
                if (type == 6)
                    alpha = Full(3);
                else if (
                    depth == 8
                    && clear.Length == 6
                    && clear[1] == rgb[0]
                    && clear[3] == rgb[1]
                    && clear[5] == rgb[2]
                )
                    alpha = 0;
                break;
            default:
                rgb.Fill((byte)Full(0));
                if (type == 4)
                    alpha = Full(1);
                else if (depth <= 8 && clear.Length == 2 && clear[1] == Raw(0))
                    alpha = 0;
                break;
        }

        if (opacity is not null)
            opacity[at] = (byte)alpha;
    }
}
