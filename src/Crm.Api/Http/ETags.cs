using System.Globalization;
using System.Text;

namespace Crm.Api.Http;

/// <summary>
/// <c>"n-h"</c>: n counts the facts that a user or rule made, h is over what the body takes from elsewhere (names, language).
/// <c>If-Match</c> compares n alone, <c>If-None-Match</c> the whole.
/// </summary>
public static class ETags
{
    public static string Of(long version, params ReadOnlySpan<string?> elsewhere)
    {
        var hash = new HashCode64();
        foreach (var one in elsewhere) hash.Add(one);
        return string.Create(CultureInfo.InvariantCulture, $"\"{version}-{hash.Value:x}\"");
    }

    /// <summary>The n of <c>If-Match</c>; null when absent or <c>*</c>.</summary>
    public static long? IfMatch(HttpContext http)
    {
        var header = http.Request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*") return null;
        var text = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        var n = text.Trim('"').Split('-')[0];
        return text.Length >= 3 && text[0] == '"' && text[^1] == '"' && long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ProblemException(400, "header.invalid") { Errors = [new(null, "If-Match", "header.invalid", "an ETag of this resource")] };
    }

    public static bool NotModified(HttpContext http, string etag) =>
        http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } header && header.Split(',').Any(x => x.Trim() == etag || x.Trim() == "*");

    private struct HashCode64
    {
        public ulong Value { get; private set; } = 14695981039346656037UL;

        public HashCode64()
        {
        }

        public void Add(string? text)
        {
            foreach (var b in Encoding.UTF8.GetBytes(text ?? "\u0001")) Value = (Value ^ b) * 1099511628211UL;
            Value = (Value ^ 31) * 1099511628211UL;
        }
    }
}
