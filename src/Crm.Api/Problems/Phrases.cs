using System.Globalization;

namespace Crm.Api.Problems;

/// <summary>Phrases of refusals in the language of the reader: the one place where they become text.</summary>
public static class Phrases
{
    /// <summary>A phrase by itself, as in the member <c>expected</c> of a blocker.</summary>
    public static string In(this Phrase phrase, string language) =>
        phrase.Fill(
            PhraseTexts.All.Find(phrase.Key)?.In(language) ?? phrase.Key,
            value =>
                value switch
                {
                    Phrase inner => inner.In(language),
                    DateOnly day when language == "ru" => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
                    DateTimeOffset at when language == "ru" => at.UtcDateTime.ToString(
                        "dd.MM.yyyy HH:mm:ss.FFFFFF 'UTC'",
                        CultureInfo.InvariantCulture
                    ),
                    _ => Phrase.Plain(value),
                }
        );

    /// <summary>A fault in sentences: what is wrong, and what would be right.</summary>
    public static string Sentence(string code, Phrase? expected, string language)
    {
        var title = ProblemCatalogue.Find(code)?.Title.In(language) ?? code;
        if (expected is null || expected.In(language) is not { Length: > 0 } text)
            return title;
        if (expected.IsData)
            text = PhraseTexts.Allowed.With(language, text);
        // What begins with a name of the API stays as it is spelled.
        var first = text.Split(' ', 2)[0];
        if (!first.Contains('=', StringComparison.Ordinal) && !first.Skip(1).Any(char.IsUpper))
            text = char.ToUpperInvariant(text[0]) + text[1..];
        var rest = Echo.CutQuotations(text);
        return rest[^1] is '.' or '?' or '…' ? $"{title}. {rest}" : $"{title}. {rest}.";
    }
}
