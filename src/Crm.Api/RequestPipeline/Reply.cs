using System.Globalization;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>A response with body, ETag and position.</summary>
public sealed class Reply(int status, object? body) : IResult
{
    public int Status => status;
    public object? Body => body;
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public long? Position { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var http = httpContext;
        var response = http.Response;
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Location is not null)
            response.Headers.Location = Location;
        if (Position is { } position)
            response.Headers["Crm-Position"] = position.ToString(CultureInfo.InvariantCulture);
        if (ETag is not null && HttpMethods.IsGet(http.Request.Method) && ETags.NotModified(http, ETag))
        {
            response.StatusCode = 304;
            return Task.CompletedTask;
        }

        response.StatusCode = status;
        if (body is null)
            return Task.CompletedTask;
        response.ContentType = "application/json; charset=utf-8";
        var bytes = body as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), http.Viewer().Json);
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    public static Reply Ok(object body, string? etag = null) => new(200, body) { ETag = etag };
}
