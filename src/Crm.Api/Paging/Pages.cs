using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Api.Paging;

/// <summary>Answers of lists: the body and the link to the next page.</summary>
public static class Pages
{
    public static Reply Of<T>(HttpContext http, Listed<T> page)
    {
        Link(http, page.NextCursor);
        return new Reply(200, page);
    }

    /// <summary>A page of a short list that is in memory: the items after the one that the cursor names.</summary>
    /// <param name="key">Identifies an item, also when others are added later.</param>
    public static Reply Cut<T>(HttpContext http, CursorSeal cursors, IReadOnlyList<T> items, Func<T, string> key)
    {
        var (limit, scope) = (Query.Limit(http), PageOf.Scope(http));
        var rest = items.AsEnumerable();
        if (Query.Text(http, "cursor") is { } cursor && cursors.Open(scope, cursor)[0] is var last)
            rest = items.SkipWhile(x => key(x) != last).Skip(1);
        var found = rest.Take(limit + 1).ToArray();
        return Of(
            http,
            new Listed<T>(
                found.Length > limit ? found[..limit] : found,
                found.Length > limit ? cursors.Seal(scope, [key(found[limit - 1])]) : null
            )
        );
    }

    public static void Link(HttpContext http, string? next)
    {
        if (next is { } cursor)
        {
            var query = http
                .Request.Query.Where(x => x.Key != "cursor")
                .Select(x => KeyValuePair.Create(x.Key, (string?)x.Value.ToString()))
                .Append(new("cursor", cursor));
            http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.Path, query)}>; rel=\"next\"";
        }
    }
}
