using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Api.Paging;

/// <summary>Answers of short lists, and the link to the next page.</summary>
public static class Pages
{
    /// <summary>A page of a short list that is in memory: the items after the one that the cursor names.</summary>
    /// <param name="key">Identifies an item, also when others are added later.</param>
    public static IResult Cut<T>(HttpContext http, CursorSeal cursors, IEnumerable<T> items, Func<T, string> key)
    {
        var page = new PageBuilder(http, cursors, PageOf.Scope(http));
        if (page.After is [var last, ..])
            items = items.SkipWhile(item => key(item) != last).Skip(1);
        foreach (var item in items)
            if (!page.Add(item, key(item)))
                break;
        return page.Answer();
    }

    internal static void Link(HttpContext http, string? next)
    {
        if (next is { } cursor)
        {
            var query = http.Request.Query.Where(x => x.Key != "cursor").Append(new("cursor", cursor));
            http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.Path, query)}>; rel=\"next\"";
        }
    }
}
