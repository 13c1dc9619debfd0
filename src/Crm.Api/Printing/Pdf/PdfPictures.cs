using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Crm.Api.Printing.Pdf;

/// <summary>Writes pictures as objects of a file.</summary>
internal static class PdfPictures
{
    private const int MostCached = 8;

    /// <summary>
    /// Compressed samples by the hash of the PNG. A brand's pictures are the same in every print, and compressing the largest ones takes a
    /// second.
    /// </summary>
    private static readonly ConcurrentDictionary<string, (byte[] Colour, byte[]? Opacity)> Cache = new(
        StringComparer.Ordinal
    );

    /// <returns>The number of the picture's object.</returns>
    public static int Write(PdfFile file, Picture picture)
    {
        var entries = FormattableString.Invariant(
            $"/Type/XObject/Subtype/Image/Width {picture.Width}/Height {picture.Height}/BitsPerComponent 8"
        );
        return JpegHeader.TryParse(picture.Bytes) is { } jpeg && picture.MediaType == "image/jpeg"
            ? WriteJpeg(file, entries, jpeg, picture.Bytes)
            : WritePng(file, entries, picture.Bytes);
    }

    /// <summary>A PDF file carries a JPEG as it is.</summary>
    private static int WriteJpeg(PdfFile file, string entries, JpegHeader header, byte[] bytes)
    {
        var colours = header.Channels == 1 ? "DeviceGray" : "DeviceRGB";
        return file.Stream($"{entries}/ColorSpace/{colours}/Filter/DCTDecode", bytes, isCompressed: true);
    }

    private static int WritePng(PdfFile file, string entries, byte[] bytes)
    {
        var (colour, opacity) = Compressed(bytes);
        var mask = "";
        if (opacity is not null)
        {
            var stream = file.Stream(
                $"{entries}/ColorSpace/DeviceGray/Filter/FlateDecode",
                opacity,
                isCompressed: true
            );
            mask = FormattableString.Invariant($"/SMask {stream} 0 R");
        }

        return file.Stream($"{entries}/ColorSpace/DeviceRGB{mask}/Filter/FlateDecode", colour, isCompressed: true);
    }

    private static (byte[] Colour, byte[]? Opacity) Compressed(byte[] png)
    {
        var key = Convert.ToHexString(SHA256.HashData(png));
        if (Cache.TryGetValue(key, out var known))
            return known;
        if (Cache.Count >= MostCached)
            Cache.Clear();
        var (colour, opacity) = PngDecoder.Decode(png)!.Value;
        return Cache[key] = (Compress(colour), opacity is null ? null : Compress(opacity));
    }

    private static byte[] Compress(byte[] samples)
    {
        using var body = new MemoryStream();
        using (var zip = new ZLibStream(body, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(samples);
        return body.ToArray();
    }
}
