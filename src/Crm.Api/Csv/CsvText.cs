using System.Globalization;
using System.Text;

namespace Crm.Api.Csv;

/// <summary>
/// The text of a file. Excel in Russia writes Windows-1251, newer programs UTF-8, and "Unicode text" is UTF-16 with a mark. A file that is
/// UTF-8 but for a broken byte is refused with the place of the byte: read as Windows-1251, all its names would be wrong.
/// </summary>
internal static class CsvText
{
    public const string Windows1251 = "windows-1251";

    /// <summary>The only byte that Windows-1251 does not define.</summary>
    private const byte Undefined = 0x98;

    private static readonly Encoding Russian = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;

    /// <param name="charset">As the request states it, in lower case; null: it does not.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (bytes.StartsWith(Encoding.Unicode.Preamble))
            return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        var marked = bytes.StartsWith(Encoding.UTF8.Preamble);
        var text = marked ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (charset == Windows1251 && !marked)
            return Russian.GetString(text);
        var (broken, letters, first) = Look(text);
        if (broken == 0)
            return Encoding.UTF8.GetString(text);
        if (marked || charset is not null || letters > broken || text.Contains(Undefined))
            throw Broken(text, first, bytes.Length - text.Length);
        return Russian.GetString(text);
    }

    /// <summary>Counts broken bytes and letters of several bytes, and finds the first broken one.</summary>
    private static (int Broken, int Letters, int First) Look(ReadOnlySpan<byte> text)
    {
        var (broken, letters, first) = (0, 0, -1);
        for (var at = 0; at < text.Length; )
        {
            var isWhole = Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done;
            if (!isWhole && broken++ == 0)
                first = at;
            if (isWhole && length > 1)
                letters++;
            at += length;
        }

        return (broken, letters, first);
    }

    private static ProblemException Broken(ReadOnlySpan<byte> text, int at, int mark)
    {
        var line = text[..at].Count((byte)'\n') + 1;
        return new(422, "import.not_utf8")
        {
            Errors =
            [
                new(
                    string.Create(CultureInfo.InvariantCulture, $"/{line}"),
                    null,
                    "import.not_utf8",
                    $"line {line}, byte {at + mark + 1} of the file"
                ),
            ],
        };
    }
}
