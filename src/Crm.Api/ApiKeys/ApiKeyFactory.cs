namespace Crm.Api.ApiKeys;

/// <summary>Makes API keys: over HTTP, from the command line, and the development key.</summary>
public static class ApiKeyFactory
{
    /// <returns>The event that makes the key, and its secret.</returns>
    public static (ApiKeyMade Made, string Secret) Make(
        string name,
        UserId? user,
        ImmutableArray<Scope> scopes,
        DateTimeOffset? expiresAt,
        DateTimeOffset now
    )
    {
        var secret = ApiKeyCache.NewSecret();
        return (Make(name, user, scopes, expiresAt, now, secret), secret);
    }

    private static ApiKeyMade Make(
        string name,
        UserId? user,
        ImmutableArray<Scope> scopes,
        DateTimeOffset? expiresAt,
        DateTimeOffset now,
        string secret
    ) =>
        new(new(new(Guid.CreateVersion7()), name, ApiKeyCache.Hash(secret), user, scopes, expiresAt, null))
        {
            HappenedAt = now,
        };

    /// <summary>A key of Development, whose secret lies in a file or is derived from that one.</summary>
    public static ApiKeyMade ForDevelopment(UserId user, string name, string secret, DateTimeOffset now) =>
        Make(name, user, [Scope.Read, Scope.Write, Scope.Admin], null, now, secret);
}
