using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Crm.Api.Printing.Pdf;

/// <summary>A picture as an object of the file.</summary>
internal static class PictureStream
{
    private const int MostKept = 8;

    /// <summary>Samples of the last pictures, packed: a brand's are the same in every print, and packing four million points takes a second.</summary>
    private static readonly ConcurrentDictionary<string, (byte[] Colour, byte[]? Opacity)> Kept = new(
        StringComparer.Ordinal
    );

    public static int Write(PdfFile file, Picture picture)
    {
        var size = FormattableString.Invariant(
            $"/Type/XObject/Subtype/Image/Width {picture.Width}/Height {picture.Height}/BitsPerComponent 8"
        );
        if (picture.MediaType == "image/jpeg")
            return file.Stream(
                $"{size}/ColorSpace/{(Picture.Jpeg(picture.Bytes)!.Value.Channels == 1 ? "DeviceGray" : "DeviceRGB")}/Filter/DCTDecode",
                picture.Bytes,
                compressed: true
            );
        var (colour, opacity) = Packed(picture.Bytes);
        var mask = opacity is null
            ? ""
            : FormattableString.Invariant(
                $"/SMask {file.Stream($"{size}/ColorSpace/DeviceGray/Filter/FlateDecode", opacity, compressed: true)} 0 R"
            );
        return file.Stream($"{size}/ColorSpace/DeviceRGB{mask}/Filter/FlateDecode", colour, compressed: true);
    }

    private static (byte[] Colour, byte[]? Opacity) Packed(byte[] png)
    {
        var key = Convert.ToHexString(SHA256.HashData(png));
        if (Kept.TryGetValue(key, out var known))
            return known;
        if (Kept.Count >= MostKept)
            Kept.Clear();
        var (colour, opacity) = Png.Samples(png)!.Value;
        return Kept[key] = (Pack(colour), opacity is null ? null : Pack(opacity));
    }

    private static byte[] Pack(byte[] samples)
    {
        using var body = new MemoryStream();
        using (var zip = new ZLibStream(body, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(samples);
        return body.ToArray();
    }
}
