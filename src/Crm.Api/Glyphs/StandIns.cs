using System.Globalization;
using System.Text;

namespace Crm.Api.Glyphs;

/// <summary>What is printed in place of a character that no face has, and which characters cannot be printed at all.</summary>
internal static class StandIns
{
    /// <summary>Signs of trade whose parts are not their compatibility form.</summary>
    private static readonly Dictionary<int, string> Known = new()
    {
        [0x2011] = "-",
        [0x2043] = "-",
        [0x2212] = "-",
        [0x02BB] = "'",
        [0x02BC] = "'",
        [0x2032] = "'",
        [0x2033] = "\"",
        [0x2300] = "Ø",
        [0x2205] = "Ø",
        [0x27F6] = "→",
        [0x2B62] = "→",
        [0x1F852] = "→",
        [0x20B8] = "KZT",
    };

    /// <summary>The stand-in of a character, or the character itself when there is none: it is drawn as an empty box.</summary>
    public static string Of(FontFace face, Rune rune)
    {
        var given = rune.ToString();
        if (!TextRule.IsSound(given, severalLines: true))
            return given;
        foreach (
            var text in (string[])
                [Known.GetValueOrDefault(rune.Value, given), given.Normalize(NormalizationForm.FormKC)]
        )
            if (text != given && text.EnumerateRunes().All(part => IsDrawn(face, part)))
                return text;
        return given;
    }

    /// <summary>The characters of a text that are printed as empty boxes, in the order of the text.</summary>
    public static IEnumerable<Rune> Missing(string text) =>
        text.EnumerateRunes()
            .Where(rune => !IsDrawn(FontFace.Regular, rune) && Of(FontFace.Regular, rune) == rune.ToString())
            .Distinct();

    public static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.Control;

    public static bool NeedsNoGlyph(Rune rune) => Rune.IsWhiteSpace(rune) || IsInvisible(rune);

    private static bool IsDrawn(FontFace face, Rune rune) =>
        face.Glyph(rune.Value) != 0 || NeedsNoGlyph(rune) || face.Fallback!.Glyph(rune.Value) != 0;
}
