namespace Crm.Api.RequestPipeline;

/// <summary>
/// How long an address and the headers of a request may be. The server has bounds of its own, twice as wide: what lies beyond those is
/// answered by it and without a body, for it has not understood the request.
/// </summary>
public sealed class RequestBounds(RequestDelegate next)
{
    /// <summary>Longest path with its query, in bytes.</summary>
    public const int Line = 8 * 1024;

    /// <summary>All headers together, in bytes.</summary>
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
