namespace Crm.Api.RequestPipeline;

/// <summary>
/// What every answer says to browsers and caches. Written as the answer starts, so that problems and refusals carry it too.
/// </summary>
public sealed class ResponseHeadersMiddleware
{
    /// <summary>An answer of the API is data: no page of any origin may frame it or run it.</summary>
    private const string Data = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>The page of the contract loads its own files and sets styles by script; nothing of another origin.</summary>
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
        // A printed page shows its own style and pictures; its endpoint says so.
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal)
                ? Page
                : Data;
        // Kept by the client alone and asked about each time: ETags save the body, never the check of rights.
        if (headers.CacheControl.Count == 0 && http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            headers.CacheControl = "private, no-cache";
        if (secureOnly && http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return Task.CompletedTask;
    }
}
