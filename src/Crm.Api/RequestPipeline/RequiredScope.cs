namespace Crm.Api.RequestPipeline;

/// <summary>
/// Marks an endpoint that is no operation of the contract and needs a credential with a scope, but no permission.
/// </summary>
public sealed record RequiredScope(Scope Scope)
{
    /// <summary>403 when the credential has neither the scope nor <c>admin</c>, which includes all.</summary>
    public void Check(Caller caller)
    {
        if (!caller.Scopes.Contains(Scope) && !caller.Scopes.Contains(Scope.Admin))
            throw new ProblemException(403, "permission.missing") { Missing = Scope.ToString().ToLowerInvariant() };
    }
}
