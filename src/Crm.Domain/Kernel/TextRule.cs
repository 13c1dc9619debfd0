namespace Crm.Domain.Kernel;

/// <summary>
/// Which texts are accepted, in bodies, parameters, headers and files alike: Unicode without noncharacters, unpaired surrogates and
/// control characters. Tabs and line ends belong only into texts of several lines (<see cref="SeveralLinesAttribute"/>).
/// </summary>
public static class TextRule
{
    /// <summary>The code of a text that breaks the rule.</summary>
    public const string Code = "text.invalid_character";

    /// <summary>Whether the text can be kept as it was given.</summary>
    public static bool IsSound(ReadOnlySpan<char> text, bool severalLines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var one = text[i];
            if (IsPlain(one) || severalLines && one is '\t' or '\n' or '\r')
                continue;
            if (i + 1 == text.Length || !IsCharacter(one, text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>Neither a control character (C0, DEL, C1) nor a surrogate nor one of the 34 noncharacters of the first plane.</summary>
    private static bool IsPlain(char one) =>
        one
            is >= ' '
                and < '\u007F'
                or > '\u009F'
                and < '\uD800'
                or > '\uDFFF'
                and < '\uFDD0'
                or > '\uFDEF'
                and < '\uFFFE';

    /// <summary>A surrogate pair that is no noncharacter: these end every plane.</summary>
    private static bool IsCharacter(char high, char low) =>
        char.IsSurrogatePair(high, low) && (char.ConvertToUtf32(high, low) & 0xFFFE) != 0xFFFE;
}

/// <summary>A text that may have tabs and line ends, such as a comment; every other text is one line.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class SeveralLinesAttribute : Attribute;
