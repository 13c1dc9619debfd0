using System.Globalization;
using System.Text;

namespace Crm.Api.Printing;

/// <summary>
/// Cleans text from outside for print: composed letters, line breaks kept; control characters, and those that change the direction of
/// the text after them, are removed.
/// </summary>
public static class PrintedText
{
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n')
                clean.Append('\n');
            else if (rune.Value == '\t' || Rune.IsWhiteSpace(rune) && rune.Value != 0xA0 && rune.Value != 0x202F)
                clean.Append(' ');
            else if (!IsControl(rune))
                clean.Append(rune.ToString());
        }

        return clean.ToString().Normalize(NormalizationForm.FormC).Trim();
    }

    /// <summary>The same for a text of one line.</summary>
    public static string Line(string? text) => Clean(text).Replace('\n', ' ');

    private static bool IsControl(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
        || rune.Value
            is >= 0x202A
                and <= 0x202E
                or >= 0x2066
                and <= 0x2069
                or 0x200E
                or 0x200F
                or 0xFEFF
                or >= 0xFFF9
                and <= 0xFFFB
        || (rune.Value & 0xFFFE) == 0xFFFE
        || rune.Value is >= 0xE0000 and <= 0xE007F;
}
