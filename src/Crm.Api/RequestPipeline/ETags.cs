using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// <c>"n-h"</c>: n is the number of events made by users or rules, h is a hash of what the body takes from other
/// sources (names, language). <c>If-Match</c> compares only n, <c>If-None-Match</c> the whole tag.
/// </summary>
public static class ETags
{
    public static string Of(long version, params ReadOnlySpan<string?> elsewhere)
    {
        var hash = new HashCode64();
        foreach (var one in elsewhere)
            hash.Add(one);
        return string.Create(CultureInfo.InvariantCulture, $"\"{version}-{hash.Value:x}\"");
    }

    /// <summary>
    /// ETag of a part of a deal. Audit-only events do not change n, but mail results are such events and are visible in
    /// parts, so they go into h.
    /// </summary>
    /// <param name="seesClient">Whether the body includes client data for this caller.</param>
    public static string OfPart(Crm.Domain.Deals.Deal deal, Viewer viewer, bool seesClient = true)
    {
        List<string?> all = [viewer.Language, .. seesClient ? Array.Empty<string?>() : ["no client"]];
        foreach (var mail in deal.Mails.Values)
            all.Add(string.Create(CultureInfo.InvariantCulture, $"{mail.Id}{mail.Status}{mail.Attempts}"));
        return Of(deal.Version, [.. all]);
    }

    /// <summary>For bodies with too many other sources to list: the clock, client details, another fold.</summary>
    public static string OfBody(long version, object body) =>
        Of(version, JsonSerializer.Serialize(body, body.GetType(), Wire.Json));

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

    public static bool NotModified(HttpContext http, string etag) =>
        http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } header
        && header.Split(',').Any(x => x.Trim() == etag || x.Trim() == "*");

    private struct HashCode64
    {
        public ulong Value { get; private set; } = 14695981039346656037UL;

        public HashCode64() { }

        public void Add(string? text)
        {
            foreach (var b in Encoding.UTF8.GetBytes(text ?? "\u0001"))
                Value = (Value ^ b) * 1099511628211UL;
            Value = (Value ^ 31) * 1099511628211UL;
        }
    }
}
