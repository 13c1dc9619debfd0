using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// <c>"n-h"</c>: n counts the events that a user or rule made, h is over what the body takes from elsewhere (names, language).
/// <c>If-Match</c> compares n alone, <c>If-None-Match</c> the whole.
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

    /// <summary>Of a part of a deal. Marks do not move the n; what becomes of mails is such marks, and parts show it.</summary>
    /// <param name="seesClient">The caller reads what it says of a client: without him the body is another.</param>
    public static string OfPart(Crm.Domain.Deals.Deal deal, Viewer viewer, bool seesClient = true)
    {
        List<string?> all = [viewer.Language, .. seesClient ? Array.Empty<string?>() : ["no client"]];
        foreach (var mail in deal.Mails.Values)
            all.Add(string.Create(CultureInfo.InvariantCulture, $"{mail.Id}{mail.Status}{mail.Attempts}"));
        return Of(deal.Version, [.. all]);
    }

    /// <summary>Where the body takes more from elsewhere than can be listed: the clock, the client's details, another fold.</summary>
    public static string OfBody(long version, object body) =>
        Of(version, JsonSerializer.Serialize(body, body.GetType(), Wire.Json));

    /// <summary>Every n that <c>If-Match</c> accepts; null when absent or <c>*</c>: anything is accepted.</summary>
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
