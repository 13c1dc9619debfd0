using System.Text;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Normalizes text for the search: lower case, letters and digits only, ё as е. Done here and not in SQL, so that
/// Cyrillic is found whatever locale the database has.
/// </summary>
public static class SearchWords
{
    public static string Of(params IEnumerable<string?> texts)
    {
        var words = new StringBuilder();
        foreach (var text in texts)
        {
            if (text is null)
                continue;
            if (words.Length > 0)
                words.Append(' ');
            foreach (var c in text.Normalize().ToLowerInvariant())
                words.Append(
                    !char.IsLetterOrDigit(c) ? ' '
                    : c == 'ё' ? 'е'
                    : c
                );
        }

        return words.ToString();
    }

    /// <summary>
    /// The condition that a column has a word with this prefix; uses exactly the expression of the index.
    /// </summary>
    /// <param name="prefix">Placeholder of one of <see cref="Prefixes"/>.</param>
    public static string Sql(string column, string prefix) => $"{Vector(column)} @@ to_tsquery('simple', {prefix})";

    internal static string Vector(string column) => $"to_tsvector('simple'::regconfig, ({column})::text)";

    /// <summary>
    /// One query per word of a search text, for words that begin with it; empty when the text has no words. A word of one
    /// letter is found only as a whole word: as a prefix it would match a large part of all words.
    /// </summary>
    public static string[] Prefixes(string text) =>
        [
            .. Of(text)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
                .Take(8)
                .Select(x => x.Length == 1 ? x : x + ":*"),
        ];
}
