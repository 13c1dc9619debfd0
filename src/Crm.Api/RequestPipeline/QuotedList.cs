using System.Text;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Several values in one parameter, separated by commas. A value that contains a comma or a double quote is put in double
/// quotes, and each quote in it is doubled: <c>"М6,0",М8,"3/4"""</c>. Every list parameter is read here.
/// </summary>
internal static class QuotedList
{
    private const char Quote = '"';

    /// <summary>What a malformed list should be.</summary>
    public static Phrase Expected { get; } =
        "values separated by commas; a value with a comma or a double quote in double quotes, each quote in it doubled";

    /// <summary>The values in order; null: a quote is open, or in the middle of a value.</summary>
    public static IReadOnlyList<QuotedValue>? Parse(string text)
    {
        List<QuotedValue> values = [];
        for (var at = 0; ; at++)
        {
            if (Next(text, ref at) is not { } value)
                return null;
            values.Add(value);
            if (at == text.Length)
                return values;
        }
    }

    /// <summary>The value at a position, which moves to the comma behind it or to the end.</summary>
    private static QuotedValue? Next(string text, ref int at)
    {
        if (at < text.Length && text[at] == Quote)
            return Quoted(text, ref at);
        var end = text.IndexOf(',', at) is >= 0 and var comma ? comma : text.Length;
        var bare = text[at..end];
        at = end;
        return bare.Contains(Quote) ? null : new(bare, IsQuoted: false);
    }

    private static QuotedValue? Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != Quote)
            {
                value.Append(text[at]);
                continue;
            }

            at++;
            if (at == text.Length || text[at] == ',')
                return new(value.ToString(), IsQuoted: true);
            if (text[at] != Quote)
                return null;
            value.Append(Quote);
        }

        return null;
    }
}

/// <summary>A value of a list.</summary>
/// <param name="IsQuoted">It was written in quotes, so its signs mean nothing but themselves.</param>
internal sealed record QuotedValue(string Text, bool IsQuoted);
