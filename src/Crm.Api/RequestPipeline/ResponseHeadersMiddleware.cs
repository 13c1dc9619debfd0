namespace Crm.Api.RequestPipeline;

/// <summary>
/// Headers of every response for browsers and caches. Written when the response starts, so that problem documents have
/// them too.
/// </summary>
public sealed class ResponseHeadersMiddleware
{
    /// <summary>API responses are data: no page may frame them or run them.</summary>
    private const string Data = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>The page of the contract loads only its own files, and sets styles by script.</summary>
    private const string Page =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private readonly RequestDelegate next;
    private readonly Func<object, Task> write;
    private readonly bool secureOnly;

    public ResponseHeadersMiddleware(RequestDelegate next, IHostEnvironment environment) =>
        (this.next, write, secureOnly) = (next, Write, !environment.IsDevelopment());

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(write, http);
        return next(http);
    }

    private Task Write(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        // A printed page contains its own style and pictures; its endpoint sets another policy.
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments(
                "/docs",
                StringComparison.OrdinalIgnoreCase
            )
                ? Page
                : Data;
        // Stored by the client only and revalidated each time: ETags save sending the body, but the rights are always
        // checked.
        if (
            headers.CacheControl.Count == 0
            && http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        )
            headers.CacheControl = "private, no-cache";
        if (secureOnly && http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return Task.CompletedTask;
    }
}
