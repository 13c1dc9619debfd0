using System.Collections.Frozen;
using System.Text;

namespace Crm.Domain.Kernel;

/// <summary>How codes are compared: without case, and by what they look like.</summary>
public static class Codes
{
    /// <summary>Capital letters of the Cyrillic and the Greek alphabet, and below each the Latin one that it looks like.</summary>
    private const string Other = "АВЕКМНОРСТУХЅІЈԚԜӀ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private const string Latin = "ABEKMHOPCTYXSIJQWI" + "ABEZHIKMNOPTYX";

    private static readonly FrozenDictionary<char, char> Letters = Other
        .Zip(Latin)
        .ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The code without case: equal for codes that are one.</summary>
    public static string Fold(string code) => Identifiers.Normalize(code).ToUpperInvariant().ToLowerInvariant();

    /// <summary>What the code looks like: equal for codes that differ in the alphabet of some letters only.</summary>
    public static string Look(string code)
    {
        var look = new StringBuilder(code.Length);
        foreach (var letter in Fold(code).Normalize(NormalizationForm.FormKC).ToUpperInvariant())
            look.Append(Letters.GetValueOrDefault(letter, letter));
        return look.ToString();
    }
}
