namespace Crm.Api.ApiKeys;

/// <summary>Creates an API key.</summary>
/// <param name="Name">Name of the key, such as the system that uses it.</param>
/// <param name="Scopes">Scopes of the key, at least one: <c>read</c>, <c>write</c>, <c>admin</c>.</param>
/// <param name="UserId">Id of the user on whose behalf the key acts; an integration of its own when omitted.</param>
/// <param name="ExpiresAt">Time from which the key is no longer accepted; it does not expire when omitted.</param>
public sealed record MakeApiKeyBody(
    string Name,
    IReadOnlyList<Scope> Scopes,
    Guid? UserId = null,
    DateTimeOffset? ExpiresAt = null
);
