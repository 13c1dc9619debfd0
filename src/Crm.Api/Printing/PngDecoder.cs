using System.Buffers.Binary;
using System.IO.Compression;

namespace Crm.Api.Printing;

/// <summary>
/// Decodes PNG of every colour type and depth into samples of 8 bits; interlaced ones are refused. It inflates no more than the header
/// announces, so a small file cannot fill the memory. Libraries that were tried instead: ADR 0024.
/// </summary>
internal sealed class PngDecoder
{
    private readonly PngHeader header;
    private readonly byte[] palette;
    private readonly byte[] transparency;
    private readonly byte[] colour;
    private readonly byte[]? opacity;

    private PngDecoder(PngHeader header, byte[] palette, byte[] transparency)
    {
        (this.header, this.palette, this.transparency) = (header, palette, transparency);
        var pixels = header.Width * header.Height;
        var hasOpacity = header.Colour is PngColour.GreyWithOpacity or PngColour.RgbWithOpacity;
        colour = new byte[pixels * 3];
        opacity = hasOpacity || transparency.Length > 0 ? new byte[pixels] : null;
    }

    /// <summary>
    /// Three bytes of colour per pixel, and one of opacity where the picture has any. Null, or one of the exceptions that
    /// <see cref="Picture.Read"/> lists, for a file that is damaged or not supported.
    /// </summary>
    public static (byte[] Colour, byte[]? Opacity)? Decode(byte[] file)
    {
        if (
            PngHeader.TryParse(file) is not { IsValid: true, IsInterlaced: false } header
            || header.Width is < 1 or > Picture.MostPixels
            || header.Height is < 1 or > Picture.MostPixels
        )
            return null;
        using var compressed = new MemoryStream();
        if (!TryReadChunks(file, compressed, out var palette, out var transparency))
            return null;
        compressed.Position = 0;
        using var data = new ZLibStream(compressed, CompressionMode.Decompress);
        var decoder = new PngDecoder(header, palette, transparency);
        return decoder.TryReadRows(data) ? (decoder.colour, decoder.opacity) : null;
    }

    private static bool TryReadChunks(byte[] file, Stream data, out byte[] palette, out byte[] transparency)
    {
        (palette, transparency) = ([], []);
        for (var at = 8; at + 12 <= file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = file.AsSpan(at + 4, 4);
            if (length < 0 || length > file.Length - at - 12)
                return false;
            var content = file.AsSpan(at + 8, length);
            if (type.SequenceEqual("IDAT"u8))
                data.Write(content);
            else if (type.SequenceEqual("PLTE"u8))
                palette = content.ToArray();
            else if (type.SequenceEqual("tRNS"u8))
                transparency = content.ToArray();
            else if (type.SequenceEqual("IEND"u8))
                break;
            at += length + 12;
        }

        return true;
    }

    private bool TryReadRows(Stream data)
    {
        byte[] row = new byte[header.BytesPerRow],
            above = new byte[header.BytesPerRow];
        for (var y = 0; y < header.Height; y++)
        {
            var filter = data.ReadByte();
            if (filter is < 0 or > 4 || data.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                return false;
            Unfilter(filter, row, above);
            for (var x = 0; x < header.Width; x++)
                SetPixel(row, x, y * header.Width + x);
            (row, above) = (above, row);
        }

        return true;
    }

    private void Unfilter(int filter, byte[] row, byte[] above)
    {
        var step = header.BytesPerPixel;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0,
                up = above[i],
                corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(
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
            toLeft = Math.Abs(guess - left),
            toUp = Math.Abs(guess - up),
            toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left
            : toUp <= toCorner ? up
            : corner;
    }

    private void SetPixel(byte[] row, int x, int pixel)
    {
        var rgb = colour.AsSpan(pixel * 3, 3);
        if (header.Colour == PngColour.Palette)
            palette.AsSpan(Sample(row, x, 0) * 3, 3).CopyTo(rgb);
        else if (header.Colour is PngColour.Rgb or PngColour.RgbWithOpacity)
            for (var channel = 0; channel < 3; channel++)
                rgb[channel] = Sample8(row, x, channel);
        else
            rgb.Fill(Sample8(row, x, 0));
        if (opacity is not null)
            opacity[pixel] = Opacity(row, x);
    }

    private byte Opacity(byte[] row, int x)
    {
        if (header.Colour == PngColour.Palette)
            return Sample(row, x, 0) is var index && index < transparency.Length ? transparency[index] : (byte)255;
        if (header.Colour is PngColour.GreyWithOpacity or PngColour.RgbWithOpacity)
            return Sample8(row, x, header.Channels - 1);
        // One colour is transparent as a whole: it is stated in 16 bits per sample, whatever the depth.
        if (header.Depth > 8 || transparency.Length != header.Channels * 2)
            return 255;
        for (var channel = 0; channel < header.Channels; channel++)
            if (transparency[channel * 2 + 1] != Sample(row, x, channel))
                return 255;
        return 0;
    }

    /// <summary>Scaled to 8 bits; print needs no more than the upper byte of 16 bits.</summary>
    private byte Sample8(byte[] row, int x, int channel)
    {
        var sample = Sample(row, x, channel);
        return (byte)(header.Depth >= 8 ? sample : sample * 255 / ((1 << header.Depth) - 1));
    }

    private int Sample(byte[] row, int x, int channel) =>
        header.Depth switch
        {
            16 => row[(x * header.Channels + channel) * 2],
            8 => row[x * header.Channels + channel],
            // Below 8 bits there is one channel, and the first pixel is in the upper bits.
            var depth => row[x * depth / 8] >> (8 - depth - x * depth % 8) & ((1 << depth) - 1),
        };
}
