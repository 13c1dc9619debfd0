namespace Crm.Api.RequestPipeline;

/// <summary>
/// Size limits of request line and headers, answered with a problem document. The server's own limits are twice as
/// large; beyond those it answers without a body, because it has not parsed the request.
/// </summary>
public sealed class RequestBounds(RequestDelegate next)
{
    /// <summary>Maximum length of the path with its query, in bytes.</summary>
    public const int Line = 8 * 1024;

    /// <summary>Maximum size of all headers together, in bytes.</summary>
    public const int Headers = 32 * 1024;

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.Value!.Length + request.QueryString.Value!.Length > Line)
            throw new ProblemException(414, "request.line_too_long");
        var size = 0;
        foreach (var (name, values) in request.Headers)
        foreach (var value in values)
            size += name.Length + (value?.Length ?? 0) + 4;
        return size > Headers ? throw new ProblemException(431, "request.headers_too_large") : next(http);
    }
}
