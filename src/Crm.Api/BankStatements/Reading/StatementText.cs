using System.Text;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// The text of a file. Banks write Windows-1251 or DOS (cp866) and say so inside the file, in that very encoding; newer ones write
/// UTF-8. What is well-formed UTF-8 is UTF-8, whatever it says: nobody writes that by accident.
/// </summary>
internal static class StatementText
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(866)!;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            var (windows, dos) = (Windows.GetString(bytes), Dos.GetString(bytes));
            return Russian(dos) > Russian(windows) ? dos : windows;
        }
    }

    /// <summary>
    /// How much of it is Russian. In the wrong one of the two encodings words come out as signs, or with capitals in their middle:
    /// letters after letters, small after any, count.
    /// </summary>
    private static int Russian(string text)
    {
        var found = 0;
        for (var i = 1; i < Math.Min(text.Length, 200_000); i++)
            if (text[i] is >= 'а' and <= 'я' or 'ё' && char.IsLetter(text[i - 1]))
                found++;
        return found;
    }
}
