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
        // Parameters may name kinds.
        await kinds.Refresh(http.RequestAborted);
        await ParameterCheck.Run(http, operation);
        if (operation.RequiresKey && !DryRun.IsWanted(http) && http.Request.Headers["Idempotency-Key"].Count == 0)
            throw new ProblemException(400, "idempotency_key.required");
        if (operation.RequiresMatch && http.Request.Headers.IfMatch.Count == 0)
            throw new ProblemException(428, "if_match.required");
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
}
