namespace Crm.Api.RequestPipeline;

/// <summary>
/// The outermost middleware under /api: every error becomes a problem document, and no internals leak.
/// </summary>
public sealed class ProblemBoundary(
    RequestDelegate next,
    ProblemRenderer problems,
    WriteFaults writeFaults,
    StoreSessions sessions,
    ILogger<ProblemBoundary> log
)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (
                !http.Response.HasStarted
                && http.Response.StatusCode >= 400
                && http.Response.ContentType is null
                && http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            )
                await Plain(http, http.Response.StatusCode);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await Write(http, e);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected; there is nobody to answer.
        }
    }

    private async Task Write(HttpContext http, Exception e)
    {
        var known = e switch
        {
            ProblemException problem => problem,
            BadHttpRequestException { StatusCode: 413 } => new ProblemException(413, "body.too_large"),
            BadHttpRequestException { StatusCode: 408 } => new ProblemException(408, "request.too_slow"),
            BadHttpRequestException => new ProblemException(400, "body.malformed"),
            _ when StoreFaults.FindTransient(e) is { } fault => Passing(http, fault),
            _ => null,
        };
        if (known is null or { Status: 503 })
            Log(http, e, known?.Code);
        http.Response.Clear();
        known ??= new ProblemException(500, "internal.error");
        if (known.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (known.Status == 401)
            http.Response.Headers.WWWAuthenticate =
                known.Code == "credentials.missing" ? "Bearer" : "Bearer error=\"invalid_token\"";
        await ProblemRenderer.Write(http, problems.Of(http, known));
    }

    private ProblemException Passing(HttpContext http, TransientFault fault)
    {
        // A read meets a full disk by its temporary files, which says nothing about writing.
        if (fault.StopsWriting && !HttpMethods.IsGet(http.Request.Method))
            writeFaults.Report();
        if (fault.IsReadOnly)
            sessions.Close();
        return new ProblemException(503, fault.Code) { RetryAfterSeconds = fault.RetryAfterSeconds };
    }

    /// <summary>Logs the route and not the path, which contains client input.</summary>
    private void Log(HttpContext http, Exception e, string? code)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
        var trace = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        if (code is null)
            log.LogError(
                "Unexpected fault at {Method} {Route}, trace {Trace}: {Fault}",
                http.Request.Method,
                route,
                trace,
                FaultLine.Of(e)
            );
        else
            log.LogWarning(
                "503 {Code} at {Method} {Route}, trace {Trace}: {Fault}",
                code,
                http.Request.Method,
                route,
                trace,
                FaultLine.Of(e)
            );
        log.LogDebug(e, "Full exception, trace {Trace}", trace);
    }

    private Task Plain(HttpContext http, int status) =>
        ProblemRenderer.Write(
            http,
            ProblemRenderer.Basic(
                http,
                status,
                status switch
                {
                    404 => "route.not_found",
                    405 => "method.not_allowed",
                    401 => "credentials.missing",
                    413 => "body.too_large",
                    415 => "body.media_type",
                    503 => "resource.busy",
                    < 500 => "parameter.invalid",
                    _ => "internal.error",
                },
                Language.Of(http),
                status == 415 ? problems.MediaTypesAt(http) : null
            )
        );
}
