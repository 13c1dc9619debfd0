using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Crm.Api.Paging;

/// <summary>
/// Builds one page of a list from items that are rendered one by one. The page ends before the item that exceeds the
/// limit of the request or <see cref="ReadBudget.PageBytes"/>, but never before its first item, and its cursor goes on
/// with the item that did not fit. Every list is answered through this class, so none of them can exceed the size.
/// </summary>
public sealed class PageBuilder
{
    private static readonly byte[] Start = "{\"items\":["u8.ToArray(),
        Comma = ","u8.ToArray(),
        Cursor = "],\"nextCursor\":"u8.ToArray();

    private readonly HttpContext http;
    private readonly CursorSeal cursors;
    private readonly string scope;
    private readonly int limit;
    private readonly SegmentedBody body;
    private (int Segments, int Length) end;
    private string[]? last;
    private bool isCut;

    /// <param name="scope">What the cursor belongs to: the path with its filters.</param>
    /// <param name="segments">About how many segments an item has.</param>
    public PageBuilder(HttpContext http, CursorSeal cursors, string scope, int segments = 2)
    {
        (this.http, this.cursors, this.scope, limit) = (http, cursors, scope, Query.Limit(http));
        After = Query.Text(http, "cursor") is { } cursor ? cursors.Open(scope, cursor) : null;
        body = new SegmentedBody(4 + segments * Math.Min(limit, 50));
        body.Add(Start);
        end = body.Mark;
    }

    /// <summary>The keys of the last item of the previous page; null for the first page.</summary>
    public string[]? After { get; }

    /// <summary>Items per page, as the request asks.</summary>
    public int Limit => limit;

    /// <summary>Number of items so far.</summary>
    public int Count { get; private set; }

    /// <summary>The page has as many items as the request asks for; a further one only makes it end with a cursor.</summary>
    public bool IsFull => Count == limit;

    /// <summary>Adds an item; false: the page ended before it.</summary>
    /// <param name="keys">Identify the item among those of the list, also when others are added later.</param>
    public bool Add<T>(T item, params string[] keys)
    {
        if (IsFull)
            return Close(keys);
        Open().Add(JsonSerializer.SerializeToUtf8Bytes(item, http.Viewer().Json));
        return Close(keys);
    }

    /// <summary>Begins an item, whose segments are then added to the returned body.</summary>
    public SegmentedBody Open()
    {
        if (Count > 0)
            body.Add(Comma);
        return body;
    }

    /// <summary>Ends the item; false: the page ended before it, and it is not part of the page.</summary>
    public bool Close(string[] keys)
    {
        if (IsFull || Count > 0 && body.Length - Start.Length > ReadBudget.PageBytes)
        {
            Cut();
            return false;
        }

        (last, end) = (keys, body.Mark);
        Count++;
        return true;
    }

    /// <summary>The page ends here although there are further items.</summary>
    public void Cut()
    {
        body.Cut(end);
        isCut = true;
    }

    /// <param name="total">Number of all items; null when the request does not ask for it.</param>
    public IResult Answer(long? total = null)
    {
        var next = isCut ? cursors.Seal(scope, last!) : null;
        body.Add(Cursor);
        body.Add(Quoted(next));
        body.Add(Encoding.UTF8.GetBytes($",\"total\":{total?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}"));
        return new PageResult(body, next);
    }

    /// <summary>A text as JSON.</summary>
    internal static byte[] Quoted(string? text) =>
        text is null
            ? "null"u8.ToArray()
            :
            [
                (byte)'"',
                .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes,
                (byte)'"',
            ];

    private sealed class PageResult(SegmentedBody body, string? next) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var tag = EntityTag.OfBody(Language.Of(httpContext), body.Segments);
            httpContext.Response.Headers.ETag = tag;
            if (ETags.NotModified(httpContext, tag))
            {
                httpContext.Response.StatusCode = 304;
                return;
            }

            Pages.Link(httpContext, next);
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            body.CopyTo(httpContext.Response.BodyWriter);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
