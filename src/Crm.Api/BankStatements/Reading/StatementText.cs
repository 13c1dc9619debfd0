using System.Text;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// The text of a file. Banks write Windows-1251 or DOS (cp866) and say so inside the file, in that very encoding; newer ones write
/// UTF-8. What is well-formed UTF-8 is UTF-8, whatever it says: nobody writes that by accident. A few broken bytes among many letters
/// of UTF-8 do not make it another encoding: they are named.
/// </summary>
internal static class StatementText
{
    /// <summary>Letters of UTF-8 for each broken byte: in a text of another encoding they are rare.</summary>
    private const int LettersForOneFault = 5;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(866)!;

    public static string Of(ReadOnlySpan<byte> bytes, StatementFaults faults)
    {
        var isMarked = bytes.StartsWith(Encoding.UTF8.Preamble);
        var start = isMarked ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return Utf8.GetString(bytes[start..]);
        }
        catch (DecoderFallbackException)
        {
            var (letters, broken) = Examine(bytes);
            if (!isMarked && letters < broken.Count * LettersForOneFault)
                return Russian(bytes);
            Name(bytes, broken, faults);
            return Encoding.UTF8.GetString(bytes[start..]);
        }
    }

    private static string Russian(ReadOnlySpan<byte> bytes)
    {
        var (windows, dos) = (Windows.GetString(bytes), Dos.GetString(bytes));
        return Russian(dos) > Russian(windows) ? dos : windows;
    }

    /// <summary>The letters of several bytes, and where bytes are none of UTF-8.</summary>
    private static (int Letters, List<int> Broken) Examine(ReadOnlySpan<byte> bytes)
    {
        var (letters, at) = (0, 0);
        List<int> broken = [];
        while (at < bytes.Length)
        {
            var isWhole =
                Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done;
            if (!isWhole)
                broken.Add(at);
            else if (length > 1)
                letters++;
            at += length;
        }

        return (letters, broken);
    }

    private static void Name(ReadOnlySpan<byte> bytes, List<int> broken, StatementFaults faults)
    {
        var (row, from) = (1, 0);
        foreach (var at in broken)
        {
            row += bytes[from..at].Count((byte)'\n');
            from = at;
            var column = at - bytes[..at].LastIndexOf((byte)'\n');
            faults.Add(
                row,
                "statement.byte_invalid",
                $"UTF-8; byte {at + 1} of the file, byte {column} of its line, is {bytes[at]:X2}"
            );
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
