using Crm.Projections.Access;
using Marten;

namespace Crm.Api.Access;

/// <summary>Makes API keys: over HTTP, from the command line, and the development key.</summary>
public static class ApiKeys
{
    public static (ApiKey Key, string Secret) Make(
        IDocumentSession session,
        string name,
        UserId? user,
        ImmutableArray<Scope> scopes,
        DateTimeOffset? expiresAt,
        DateTimeOffset now,
        string? secret = null
    )
    {
        secret ??= ApiKeyBook.NewSecret();
        var key = new ApiKey(new(Guid.CreateVersion7()), name, ApiKeyBook.Hash(secret), user, scopes, expiresAt, null);
        session.Events.StartStream<ApiKeyDocument>(
            key.Id.Value,
            Facts.Recorded(session, new ApiKeyMade(key) { HappenedAt = now }, now)
        );
        return (key, secret);
    }
}
