using System.Globalization;

namespace Crm.Api.RequestPipeline;

/// <summary>Typed reading of query parameters; every fault is a 400 that names the parameter.</summary>
public static class Query
{
    public static string? Text(HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    public static Guid? Id(HttpContext http, string name) =>
        Text(http, name) is not { } text ? null
        : Guid.TryParseExact(text, "D", out var id) ? id
        : throw Invalid(name, "a UUID");

    public static Guid[]? Ids(HttpContext http, string name) =>
        Values(http, name)
            ?.Select(x =>
                Guid.TryParseExact(x.Text, "D", out var id) ? id : throw Invalid(name, "UUIDs, separated by commas")
            )
            .ToArray();

    /// <summary>The values of a list parameter; without those between two commas that have nothing between them.</summary>
    public static string[]? List(HttpContext http, string name) =>
        Values(http, name)?.Where(value => value.IsQuoted || value.Text.Length > 0).Select(x => x.Text).ToArray();

    /// <summary>An identifier that people type or paste, normalized.</summary>
    public static string? Code(HttpContext http, string name) =>
        Text(http, name) is { } text ? Identifiers.Normalize(text) : null;

    /// <summary>Identifiers that people type or paste, normalized.</summary>
    public static string[]? Codes(HttpContext http, string name) =>
        List(http, name)?.Select(Identifiers.Normalize).ToArray();

    public static bool Flag(HttpContext http, string name) =>
        Text(http, name) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Invalid(name, "true or false"),
        };

    public static DateTimeOffset? Instant(HttpContext http, string name) =>
        Text(http, name) is not { } text ? null
        : InstantJson.TryParse(text.Replace(' ', '+'), out var at) ? at
        : throw Invalid(name, "an instant of RFC 3339, such as 2026-11-23T10:00:00Z");

    public static DateOnly? Date(HttpContext http, string name) =>
        Text(http, name) is not { } text ? null
        : DateJson.TryParse(text, out var date) ? date
        : throw Invalid(name, "a date, such as 2026-11-23");

    public static decimal? Number(HttpContext http, string name) =>
        Text(http, name) is not { } text ? null
        : text.Length <= 24
        && ExactDecimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, out var number)
            ? number
        : throw Invalid(name, "a decimal number");

    /// <summary>
    /// Word prefixes to search for; empty when the text is blank. A text without any word must find nothing rather than
    /// everything.
    /// </summary>
    public static string[] Words(HttpContext http, string name)
    {
        if (Text(http, name) is not { } text || string.IsNullOrWhiteSpace(text))
            return [];
        return SearchWords.Prefixes(text) is { Length: > 0 } words
            ? words
            : throw ProblemException.Parameter(name, "search.no_words", "at least one letter or digit");
    }

    public static Currency? Currency(HttpContext http, string name = "currency") =>
        Text(http, name) is not { } code ? null
        : Crm.Domain.Kernel.Currency.IsKnown(code) ? new Currency(code)
        : throw Invalid(name, "a code of ISO 4217, such as RUB");

    /// <summary>A bound of an amount, which needs the currency that it is in: amounts in different currencies do not compare.</summary>
    public static decimal? Amount(HttpContext http, string name)
    {
        var amount = Number(http, name);
        return amount is null || Currency(http) is not null
            ? amount
            : throw ProblemException.Parameter(name, "filter.needs_currency", "currency=");
    }

    public static int Limit(HttpContext http) =>
        Text(http, "limit") is not { } text ? 50
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 200
            ? limit
        : throw ProblemException.Parameter("limit", "limit.invalid", "1 to 200");

    /// <summary>A value of a closed set, which the parameter has been checked for.</summary>
    public static T? Value<T>(HttpContext http, string name)
        where T : struct, Enum => Text(http, name) is { } text ? Enum.Parse<T>(text, ignoreCase: true) : null;

    /// <summary>
    /// The values of every occurrence of the parameter: <see cref="ParameterCheck"/> refuses a second one where it is not wanted.
    /// </summary>
    private static IReadOnlyList<QuotedValue>? Values(HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out var texts)
            ? [.. texts.SelectMany(text => QuotedList.Parse(text ?? "") ?? throw Invalid(name, QuotedList.Expected))]
            : null;

    public static ProblemException Invalid(string name, Phrase expected) =>
        ProblemException.Parameter(name, "parameter.invalid", expected);
}
