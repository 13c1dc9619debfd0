namespace Crm.Api.RequestPipeline;

/// <summary>
/// The language of texts in an answer: of the company's languages (settings, languages) the one that
/// <c>Accept-Language</c> prefers; if none matches, English; if the company does not use English, its first language.
/// </summary>
public static class Language
{
    public static string Of(HttpContext http) => Asked(http) ?? Default(Used(http));

    /// <summary>The requested language, if it is one of ours; null otherwise.</summary>
    public static string? Asked(HttpContext http) =>
        Preferred(http.Request.Headers.AcceptLanguage.ToString(), Used(http));

    /// <summary>The language that an <c>Accept-Language</c> prefers of those used; null when it names none of them.</summary>
    public static string? Preferred(string header, ImmutableArray<string> used)
    {
        if (header.Length is 0 or > 200)
            return null;
        return header
            .Split(',')
            .Select(Preference)
            .Where(x => x.Weight > 0)
            .OrderByDescending(x => x.Weight)
            .Select(x => x.Tag)
            .FirstOrDefault(x => used.Contains(x));
    }

    private static ImmutableArray<string> Used(HttpContext http) =>
        http.RequestServices.GetService<Company>()?.Settings.Languages ?? ["ru", "en"];

    private static string Default(ImmutableArray<string> used) => used.Contains("en") ? "en" : used[0];

    private static (string Tag, double Weight) Preference(string one)
    {
        var parts = one.Trim().Split(';');
        var tag = parts[0].Trim().ToLowerInvariant().Split('-')[0];
        var q = parts.Skip(1).Select(x => x.Trim()).FirstOrDefault(x => x.StartsWith("q=", StringComparison.Ordinal));
        return (
            tag,
            q is null ? 1
            : double.TryParse(q[2..], System.Globalization.CultureInfo.InvariantCulture, out var weight) ? weight
            : 0
        );
    }
}
