namespace Crm.Api.Printing.Pdf;

/// <summary>A picture as an object of the file.</summary>
internal static class PictureStream
{
    public static int Write(PdfFile file, Picture picture)
    {
        var size = FormattableString.Invariant($"/Type/XObject/Subtype/Image/Width {picture.Width}/Height {picture.Height}/BitsPerComponent 8");
        if (picture.MediaType == "image/jpeg")
            return file.Stream($"{size}/ColorSpace/{(Picture.Jpeg(picture.Bytes)!.Value.Channels == 1 ? "DeviceGray" : "DeviceRGB")}/Filter/DCTDecode", picture.Bytes, compressed: true);
        var (colour, opacity) = Png.Samples(picture.Bytes)!.Value;
        var mask = opacity is null ? "" : FormattableString.Invariant($"/SMask {file.Stream($"{size}/ColorSpace/DeviceGray", opacity)} 0 R");
        return file.Stream($"{size}/ColorSpace/DeviceRGB{mask}", colour);
    }
}
