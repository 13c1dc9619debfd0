using System.Globalization;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>A response with body, ETag and position.</summary>
public sealed class Reply(int status, object? body) : IResult
{
    public int Status => status;
    public object? Body => body;

    /// <summary>
    /// The n of the ETag, whose rest is made of the bytes that are sent; null: <see cref="ETag"/>, or the weak tag of a read.
    /// </summary>
    public long? Version { get; init; }

    /// <summary>The tag of a body that is rendered already.</summary>
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public long? Position { get; init; }

    /// <summary>
    /// The instant of the request, if the body names it. The tag leaves it out: it changes with each request, and a client that
    /// polls wants to know whether anything else has changed.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var http = httpContext;
        var response = http.Response;
        var bytes = body as byte[] ?? (body is null ? [] : Serialize(body, http.Viewer()));
        var tag = Tag(http, bytes);
        if (tag is not null)
            response.Headers.ETag = tag;
        if (Location is not null)
            response.Headers.Location = Location;
        if (Position is { } position)
            response.Headers["Crm-Position"] = position.ToString(CultureInfo.InvariantCulture);
        if (tag is not null && ETags.IsRead(http) && ETags.NotModified(http, tag))
        {
            response.StatusCode = 304;
            return Task.CompletedTask;
        }

        response.StatusCode = status;
        if (body is null)
            return Task.CompletedTask;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    /// <param name="version">The n of the ETag; null: the answer has no version.</param>
    public static Reply Ok(object body, long? version = null) => new(200, body) { Version = version };

    private string? Tag(HttpContext http, byte[] bytes) =>
        Version is { } version ? EntityTag.OfSeen(version, Language.Of(http), bytes)
        : ETag is not null ? ETag
        : ETags.IsRead(http)
            ? EntityTag.OfBody(Language.Of(http), Now is { } now ? EntityTag.Without(now, Position, bytes) : [bytes])
        : null;

    private static byte[] Serialize(object body, Viewer viewer) =>
        JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), viewer.Json);
}
