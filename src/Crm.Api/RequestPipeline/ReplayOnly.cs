namespace Crm.Api.RequestPipeline;

/// <summary>
/// Requests of callers who lost a permission since an answer was stored under their key: they get this answer, as readers see it, and
/// nothing is executed.
/// </summary>
public static class ReplayOnly
{
    /// <summary>The permission that the caller lacks; null: the command may be executed.</summary>
    public static Permission? Missing(HttpContext http) => http.Items[typeof(ReplayOnly)] as Permission;

    /// <summary>403 unless an answer is stored under the request's key and its operation replays answers to readers.</summary>
    public static async ValueTask Admit(HttpContext http, Permission missing)
    {
        var services = http.RequestServices;
        if (
            !services.GetRequiredService<AnswerRenderers>().Operations.Contains(http.OperationOf().Id)
            || !await services.GetRequiredService<RequestAnswers>().Exists(http)
        )
            throw Authorizer.Missing(missing);
        http.Items[typeof(ReplayOnly)] = missing;
    }

    /// <summary>A permission that an operation needs for some of its values.</summary>
    public static ValueTask Require(HttpContext http, Permission permission) =>
        Caller.Of(http).Grants.Has(permission) ? ValueTask.CompletedTask : Admit(http, permission);
}
