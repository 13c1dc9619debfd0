using System.Text;

namespace Crm.Domain.BankStatements;

/// <summary>
/// Finds invoice numbers as people type them: with spaces or hyphens, in either case, with Cyrillic letters that look
/// like Latin ones, after №, N or No.
/// </summary>
public static class InvoiceNumbers
{
    private const string Cyrillic = "АВЕКМНОРСТУХІЈЅ";
    private const string Latin = "ABEKMHOPCTYXIJS";
    private const int MostParts = 6;
    private const int Longest = 60;
    private const int MostText = 1000;

    /// <summary>
    /// Normal form for comparison: letters and digits only, upper case, Cyrillic look-alikes as Latin letters.
    /// </summary>
    public static string Key(string number) => string.Concat(Parts(number));

    /// <summary>Every possible number in a text: a single word, or several consecutive words joined.</summary>
    public static IReadOnlySet<string> In(string? text)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        var parts = Parts(text is { Length: > MostText } ? text[..MostText] : text ?? "");
        for (var i = 0; i < parts.Count; i++)
        {
            var joined = "";
            for (var n = i; n < Math.Min(i + MostParts, parts.Count) && joined.Length <= Longest; n++)
                Add(keys, joined += parts[n]);
        }

        return keys;
    }

    /// <summary>Requires a digit, otherwise it is a plain word. A number sign may be attached to it.</summary>
    private static void Add(HashSet<string> keys, string key)
    {
        if (key.Length is < 2 or > Longest || !key.Any(char.IsAsciiDigit))
            return;
        keys.Add(key);
        if (key.StartsWith("NO", StringComparison.Ordinal))
            keys.Add(key[2..]);
        if (key[0] == 'N')
            keys.Add(key[1..]);
    }

    private static List<string> Parts(string text)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                part.Append(Plain(char.ToUpperInvariant(c)));
            else if (part.Length > 0)
                Take();
        }

        if (part.Length > 0)
            Take();
        return parts;

        void Take()
        {
            parts.Add(part.ToString());
            part.Clear();
        }
    }

    private static char Plain(char c) =>
        Cyrillic.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Latin[at] : c;
}
