using System.Globalization;
using System.Text.RegularExpressions;

namespace Crm.Api.Problems;

/// <summary>
/// What a condition expects, or what was found: as a text, and as a value where it is one. At most one of <c>number</c>,
/// <c>money</c>, <c>date</c> and <c>at</c> is given; <c>codes</c> are those that the text names.
/// </summary>
/// <param name="Text">In the language of the request.</param>
/// <param name="Number">The number, also of a limit: <c>2</c> of "at least 2".</param>
/// <param name="Money">The sum.</param>
/// <param name="Date">The day.</param>
/// <param name="At">The instant.</param>
/// <param name="Codes">Codes such as statuses, stages, members; the same in every language. Empty when there are none.</param>
public sealed partial record ConditionValue(
    string Text,
    decimal? Number,
    Money? Money,
    DateOnly? Date,
    DateTimeOffset? At,
    IReadOnlyList<string> Codes
)
{
    public static ConditionValue Of(Phrase phrase, string language)
    {
        var values = Values(phrase).ToArray();
        var one = values.Length == 1 ? values[0] : null;
        return new(
            Echo.Cut(phrase.In(language)),
            one switch
            {
                decimal number => number,
                int number => number,
                null when values.Length == 0 => NumberIn(phrase.Key),
                _ => null,
            },
            one as Money?,
            one as DateOnly?,
            one as DateTimeOffset?,
            CodesOf(phrase)
        );
    }

    private static IReadOnlyList<string> CodesOf(Phrase phrase) =>
        !phrase.Codes.IsEmpty ? phrase.Codes
        : Word().IsMatch(phrase.Key) ? [phrase.Key]
        : [.. phrase.Values.OfType<Phrase>().SelectMany(CodesOf)];

    private static decimal? NumberIn(string text) =>
        Limit().Match(text) is { Success: true } limit
        && ExactDecimal.TryParse(limit.Groups["number"].Value, NumberStyles.Number, out var number)
            ? number
            : null;

    /// <summary>All values but texts, those of inner phrases too.</summary>
    private static IEnumerable<object> Values(Phrase phrase) =>
        phrase.Values.SelectMany(value =>
            value switch
            {
                Phrase inner => Values(inner),
                string => [],
                _ => [value],
            }
        );

    [GeneratedRegex(@"^([<>]=? )?(?<number>-?[0-9]+(\.[0-9]+)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex("^[a-z][A-Za-z-]*$", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
