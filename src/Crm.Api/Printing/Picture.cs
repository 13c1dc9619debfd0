namespace Crm.Api.Printing;

/// <summary>A logo or a signature that can be printed.</summary>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Bytes">The file as it was uploaded.</param>
public sealed record Picture(string MediaType, int Width, int Height, byte[] Bytes)
{
    /// <summary>Limit of width and of height: more is of no use in print and costs memory in every viewer.</summary>
    public const int MostPixels = 2000;

    public const int MostBytes = 1024 * 1024;

    private const string PngType = "image/png",
        JpegType = "image/jpeg";

    public static readonly string[] Types = [PngType, JpegType];

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>For a page of HTML that carries the picture itself.</summary>
    public string DataUri => $"data:{MediaType};base64,{Convert.ToBase64String(Bytes)}";

    /// <summary>Decodes a file completely, so that every accepted picture can be printed later; null when that is not possible.</summary>
    public static Picture? Read(byte[] bytes)
    {
        try
        {
            var picture = bytes.AsSpan().StartsWith(PngSignature) ? Png(bytes) : Jpeg(bytes);
            return picture is { Width: >= 1 and <= MostPixels, Height: >= 1 and <= MostPixels } ? picture : null;
        }
        catch (Exception e)
            when (e is InvalidDataException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static Picture? Png(byte[] bytes) =>
        PngHeader.TryParse(bytes) is { } header && PngDecoder.Decode(bytes) is not null
            ? new Picture(PngType, header.Width, header.Height, bytes)
            : null;

    private static Picture? Jpeg(byte[] bytes) =>
        bytes is [0xFF, 0xD8, 0xFF, ..] && JpegHeader.TryParse(bytes) is { } header
            ? new Picture(JpegType, header.Width, header.Height, bytes)
            : null;
}
