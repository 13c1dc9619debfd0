namespace Crm.Domain.Deals.Settlement;

/// <summary>The order of document numbers: digits compare as numbers, so that 9 comes before 10.</summary>
public static class DocumentNumbers
{
    public static IComparer<string> InOrder { get; } = Comparer<string>.Create(Compare);

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
