using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Printing.Pdf;

/// <summary>The objects of a PDF file. Equal objects give equal bytes: the file's id is the hash of its content.</summary>
internal sealed class PdfFile
{
    private readonly List<byte[]?> objects = [];

    /// <summary>Takes the number of an object whose content is set later.</summary>
    public int Reserve()
    {
        objects.Add(null);
        return objects.Count;
    }

    public int Add(string content)
    {
        objects.Add(Encoding.Latin1.GetBytes(content));
        return objects.Count;
    }

    public void Set(int number, string content) => objects[number - 1] = Encoding.Latin1.GetBytes(content);

    /// <summary>Adds a stream; it is compressed here unless the data is compressed already.</summary>
    /// <param name="entries">Entries of its dictionary, with the filter of data that is compressed already.</param>
    public int Stream(string entries, ReadOnlySpan<byte> data, bool isCompressed = false)
    {
        using var body = new MemoryStream();
        if (isCompressed)
            body.Write(data);
        else
            using (var zip = new ZLibStream(body, CompressionLevel.Optimal, leaveOpen: true))
                zip.Write(data);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"<<{entries}{(isCompressed ? "" : "/Filter/FlateDecode")}/Length {body.Length}>>stream\n"
        );
        objects.Add([.. Encoding.Latin1.GetBytes(head), .. body.ToArray(), .. "\nendstream"u8]);
        return objects.Count;
    }

    /// <summary>A text string of any characters (UTF-16).</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    public static string Date(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"(D:{at.UtcDateTime:yyyyMMddHHmmss}Z)");

    public byte[] Write(int catalog, int info)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"u8);
        var offsets = new long[objects.Count];
        for (var i = 0; i < objects.Count; i++)
        {
            offsets[i] = file.Length;
            Append(file, $"{i + 1} 0 obj\n");
            file.Write(
                objects[i] ?? throw new InvalidOperationException($"object {i + 1} is reserved and was not set")
            );
            Append(file, "\nendobj\n");
        }

        var id = Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length))[..16]);
        var start = file.Length;
        Append(file, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            Append(file, $"{offset:D10} 00000 n \n");
        Append(file, $"trailer\n<</Size {objects.Count + 1}/Root {catalog} 0 R/Info {info} 0 R/ID[<{id}><{id}>]>>\n");
        Append(file, $"startxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    private static void Append(MemoryStream file, FormattableString text) =>
        file.Write(Encoding.Latin1.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    private static void Append(MemoryStream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
