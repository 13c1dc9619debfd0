using System.Globalization;
using System.Text;

namespace Crm.Domain.Kernel;

/// <summary>
/// Identifiers that people type or paste: codes, tax ids, accounts, numbers, e-mail addresses, references. What looks the same is the
/// same: composed letters (NFC), ordinary spaces, and no characters that nobody sees.
/// </summary>
public static class Identifiers
{
    /// <summary>The identifier as it is stored and compared; the same text when nothing is to be changed.</summary>
    /// <param name="text">Valid Unicode.</param>
    public static string Normalize(string text)
    {
        if (text.All(x => x is > ' ' and <= '~'))
            return text;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
                kept.Append(' ');
            else if (!IsInvisible(rune))
                kept.Append(rune.ToString());
        return Composed(kept.ToString()).Trim();
    }

    /// <summary>A number, such as a tax id, as it is stored: digits that are grouped by spaces lose them.</summary>
    public static string NormalizeNumber(string text)
    {
        var identifier = Normalize(text);
        return identifier.All(x => x == ' ' || char.IsAsciiDigit(x))
            ? identifier.Replace(" ", "", StringComparison.Ordinal)
            : identifier;
    }

    /// <summary>NFC; on a host without ICU, which does not compose, at least the Russian letters.</summary>
    private static string Composed(string text) =>
        text.Normalize()
            .Replace("и\u0306", "й", StringComparison.Ordinal)
            .Replace("И\u0306", "Й", StringComparison.Ordinal)
            .Replace("е\u0308", "ё", StringComparison.Ordinal)
            .Replace("Е\u0308", "Ё", StringComparison.Ordinal);

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || rune.Value
            is 0x034F // Combining grapheme joiner.
                or (>= 0x180B and <= 0x180F) // Mongolian selectors.
                or (>= 0xFE00 and <= 0xFE0F) // Variation selectors.
                or (>= 0xE0100 and <= 0xE01EF)
                or 0x115F
                or 0x1160
                or 0x3164
                or 0xFFA0; // Hangul fillers.
}
