using System.Text.RegularExpressions;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Document numbers as people sort and type them: digits are numbers, so that 9 comes before 10 and 000021 is 21; a prefix may be left
/// out, and Cyrillic letters that look like Latin ones are the same.
/// </summary>
public static partial class DocumentNumbers
{
    public static IComparer<string> InOrder { get; } = Comparer<string>.Create(Compare);

    /// <summary>
    /// The keys by which a number is found: whole, without the year, and the last number alone. <c>I-2026-000021</c>: I/2026/21, I/21,
    /// 21.
    /// </summary>
    public static IEnumerable<string> KeysOf(string number)
    {
        var parts = Parts(number);
        if (parts.Length == 0)
            return [];
        string[] keys = [Joined(parts), Joined([parts[0], parts[^1]]), parts[^1]];
        return keys.Distinct(StringComparer.Ordinal);
    }

    /// <summary>The key that a typed number must have; null: it has neither letters nor digits.</summary>
    public static string? KeyOf(string typed) => Parts(typed) is { Length: > 0 } parts ? Joined(parts) : null;

    private static string Joined(string[] parts) => string.Join('/', parts);

    private static string[] Parts(string number) =>
        [
            .. Chunks()
                .Matches(number)
                .Select(match => char.IsAsciiDigit(match.Value[0]) ? Trimmed(match.Value) : Codes.Look(match.Value)),
        ];

    private static string Trimmed(string digits) => digits.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";

    [GeneratedRegex(@"[0-9]+|\p{L}+", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Chunks();

    private static int Compare(string a, string b)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            var x = Chunk(a, i);
            var y = Chunk(b, j);
            if (Compare(x, y) is not 0 and var order)
                return order;
            (i, j) = (i + x.Length, j + y.Length);
        }

        return (a.Length - i).CompareTo(b.Length - j);
    }

    private static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        if (!char.IsAsciiDigit(x[0]) || !char.IsAsciiDigit(y[0]))
            return x.SequenceCompareTo(y);
        var shortX = x.TrimStart('0');
        var shortY = y.TrimStart('0');
        return shortX.Length != shortY.Length
            ? shortX.Length.CompareTo(shortY.Length)
            : shortX.SequenceCompareTo(shortY);
    }

    /// <summary>Digits that follow each other, or one other character.</summary>
    private static ReadOnlySpan<char> Chunk(string text, int from)
    {
        var to = from + 1;
        if (char.IsAsciiDigit(text[from]))
            while (to < text.Length && char.IsAsciiDigit(text[to]))
                to++;
        return text.AsSpan(from, to - from);
    }
}
