namespace Crm.Api.RequestPipeline;

/// <summary>
/// The checks of every request under /api before its endpoint: credentials, rate, and those of its operation
/// (<see cref="OperationGate"/>). No body is read before them.
/// </summary>
public sealed class AuthorizationMiddleware(
    RequestDelegate next,
    ApiKeyCache keys,
    TokenCallers tokens,
    RateLimits rates,
    OperationGate gate
)
{
    public async Task InvokeAsync(HttpContext http, Company company)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Operation>() is not { } operation)
        {
            var required = http.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>();
            // An unknown route under /api requires credentials too, so that anonymous callers cannot find out which
            // routes exist.
            if (
                required is not null
                || http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            )
            {
                var identified = await Identify(http);
                await company.Refresh(http.RequestAborted);
                required?.Check(identified);
            }

            await next(http);
            return;
        }

        var caller = await Identify(http);
        // Refusals are localized too, in one of the company's languages.
        await company.Refresh(http.RequestAborted);
        await gate.Pass(http, caller, operation, next);
    }

    private async Task<Caller> Identify(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            rates.CountFailure(http);
            throw new ProblemException(401, "credentials.missing");
        }

        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header.Length > 16_384)
            throw Refused(http);
        var secret = header[7..].Trim(' ');
        // Several headers, or anything except printable ASCII: a proxy in front may have interpreted them differently.
        if (http.Request.Headers.Authorization.Count > 1 || secret.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw Refused(http);
        var caller = secret.StartsWith("crm_", StringComparison.Ordinal)
            ? await keys.Find(secret, http.RequestAborted)
            : await tokens.Find(secret, http.RequestAborted);
        if (caller is null)
            throw Refused(http);
        caller.Attach(http);
        rates.CountRequest(http, caller);
        return caller;
    }

    /// <summary>Counts a wrong credential against its address: 401, or 429 after too many of them.</summary>
    private ProblemException Refused(HttpContext http)
    {
        rates.CountFailure(http);
        return new ProblemException(401, "credentials.invalid");
    }
}
