namespace Crm.Api.RequestPipeline;

/// <summary>
/// The checks of every request under /api before its endpoint: credentials, rate, permission, parameters, key,
/// If-Match, capability. No body is read before them.
/// </summary>
public sealed class AuthorizationMiddleware(
    RequestDelegate next,
    ApiKeyCache keys,
    TokenCallers tokens,
    RateLimits rates,
    Authorizer authorizer,
    RequestAnswers answers
)
{
    public async Task InvokeAsync(HttpContext http, Company company, Kinds kinds, ProblemRenderer problems)
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
        await Authorize(http, caller, operation);
        RequestTexts.Check(http);
        Representations.Check(http, operation);
        Parameters(http, operation);
        if (operation.RequiresKey && !DryRun.IsWanted(http) && http.Request.Headers["Idempotency-Key"].Count == 0)
            throw new ProblemException(400, "idempotency_key.required");
        if (operation.RequiresMatch && http.Request.Headers.IfMatch.Count == 0)
            throw new ProblemException(428, "if_match.required");
        await kinds.Refresh(http.RequestAborted);
        // A request that was executed before the capability was switched off is still replayed.
        if (CapabilityRoutes.Refusal(http, company) is { } off && !await answers.Exists(http))
            await ProblemRenderer.Write(http, problems.Of(http, off));
        else
            await next(http);
    }

    /// <summary>A caller who sees the resource and lost the permission still gets what is stored under their key.</summary>
    private async ValueTask Authorize(HttpContext http, Caller caller, Operation operation)
    {
        try
        {
            await authorizer.Authorize(http, caller, operation);
        }
        catch (ProblemException refused) when (refused.Missing == operation.Permission.Name)
        {
            await ReplayOnly.Admit(http, operation.Permission);
        }
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

    private static void Parameters(HttpContext http, Operation operation)
    {
        if (http.Request.Query.Count == 0)
            return;
        foreach (var (name, values) in http.Request.Query)
        {
            if (!operation.Query.Any(x => x.Fits(name)))
                throw ProblemException.Parameter(
                    name,
                    "parameter.unknown",
                    Nearest(name, operation.Query.Select(x => x.Name)) is { } near
                        ? $"did you mean '{near}'?"
                        : (Phrase)$"this operation takes: {string.Join(", ", operation.Query.Select(x => x.Name))}"
                );
            if (values.Count > 1)
                throw ProblemException.Parameter(name, "parameter.twice", Phrase.None);
            if (values[0] is not { } value || value.Contains('\uFFFD') || value.Length > 4000)
                throw ProblemException.Parameter(name, "parameter.invalid", "plain text of at most 4000 characters");
        }
    }

    public static string? Nearest(string name, IEnumerable<string> known) =>
        known
            .Select(x => (Name: x, Distance: Distance(x.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(x => x.Distance <= Math.Max(2, x.Name.Length / 3))
            .OrderBy(x => x.Distance)
            .Select(x => x.Name)
            .FirstOrDefault();

    /// <summary>Edit distance of two short names.</summary>
    private static int Distance(string a, string b)
    {
        if (b.Length > 40)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
