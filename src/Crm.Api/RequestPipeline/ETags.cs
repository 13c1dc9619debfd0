using System.Globalization;

namespace Crm.Api.RequestPipeline;

/// <summary>Reads the conditions of a request: <c>If-Match</c> compares only n of a tag, <c>If-None-Match</c> the whole.</summary>
public static class ETags
{
    /// <summary>All n that <c>If-Match</c> accepts; null when it is absent or <c>*</c>: any.</summary>
    public static long[]? IfMatch(HttpContext http)
    {
        if (http.Request.Headers.IfMatch.Count == 0 || http.Request.Headers.IfMatch == "*")
            return null;
        return [.. http.Request.Headers.IfMatch.ToString().Split(',').Select(x => Number(x.Trim()))];
    }

    private static long Number(string text)
    {
        if (text.StartsWith("W/", StringComparison.Ordinal))
            text = text[2..];
        return
            text.Length >= 3
            && text[0] == '"'
            && text[^1] == '"'
            && long.TryParse(text[1..^1].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new ProblemException(400, "header.invalid")
            {
                Errors = [new(null, "If-Match", "header.invalid", "an ETag of this resource")],
            };
    }

    /// <summary>
    /// Whether the client has what a tag stands for. The comparison is weak (RFC 9110, section 13.1.2): a proxy that compresses
    /// answers makes their tags weak.
    /// </summary>
    public static bool NotModified(HttpContext http, string etag) =>
        http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } header
        && header.Split(',').Select(tag => tag.Trim()).Any(tag => tag == "*" || Opaque(tag) == Opaque(etag));

    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    /// <summary>The answer can be 304.</summary>
    public static bool IsRead(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
}
