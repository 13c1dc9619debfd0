namespace Crm.Api.RequestPipeline;

/// <summary>The checks of an operation before its endpoint: permission, parameters, key, If-Match, capability.</summary>
public sealed class OperationGate(
    Authorizer authorizer,
    RequestAnswers answers,
    Company company,
    Kinds kinds,
    ProblemRenderer problems
)
{
    public async Task Pass(HttpContext http, Caller caller, Operation operation, RequestDelegate next)
    {
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
            await Refuse(http, off);
        else
            await next(http);
    }

    private async Task Refuse(HttpContext http, Rejection off)
    {
        if (!DryRun.IsWanted(http))
            await ProblemRenderer.Write(http, problems.Of(http, off));
        else
            await (await CommandAnswers.Answer(http, new CommandOutcome.Previewed(off, null))).ExecuteAsync(http);
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
