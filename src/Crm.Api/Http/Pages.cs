using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Api.Http;

/// <summary>Answers of lists: the body and the link to the next page.</summary>
public static class Pages
{
    public static Reply Of<T>(HttpContext http, Listed<T> page)
    {
        Link(http, page.NextCursor);
        return new Reply(200, page);
    }

    public static void Link(HttpContext http, string? next)
    {
        if (next is { } cursor)
        {
            var query = http.Request.Query.Where(x => x.Key != "cursor").Select(x => KeyValuePair.Create(x.Key, (string?)x.Value.ToString())).Append(new("cursor", cursor));
            http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.Path, query)}>; rel=\"next\"";
        }
    }
}
