using Crm.Projections.ReadModels.Access;
using Marten;

namespace Crm.Api.Access;

/// <summary>
/// The caller on whose behalf a message is handled. The message carries ids only; the rights are those at the time of
/// handling. A revoked credential, or one of an inactive user, has no rights.
/// </summary>
public sealed class BackgroundCallers(
    AccessRegistry access,
    TokenSettings tokens,
    IDocumentStore store,
    TimeProvider clock
)
{
    private const string KeyPrefix = "key:";
    internal const string TokenPrefix = "jwt:";

    /// <param name="credential">
    /// In the form of <see cref="Caller.CredentialRef"/>; in messages of earlier builds in that of <see
    /// cref="Caller.Credential"/>, or null for the server itself.
    /// </param>
    public async Task<Caller> Find(Guid? user, string? credential, CancellationToken ct)
    {
        if (credential is null || credential == Caller.Server.Credential)
            return Caller.Server;
        var bearer = credential.StartsWith(KeyPrefix, StringComparison.Ordinal)
            ? await OfKey(Guid.Parse(credential.AsSpan(KeyPrefix.Length)), ct)
            : OfToken(credential, user);
        return bearer is not null && await access.Caller(bearer, ct) is { } caller
            ? caller
            : Powerless(user, credential);
    }

    private async Task<Bearer?> OfKey(Guid id, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<ApiKeyDocument>(id, ct) is { State: var key } && key.IsGood(clock.GetUtcNow())
            ? Bearer.Of(key)
            : null;
    }

    /// <summary>
    /// The token itself has expired long ago. Its user acts with the scopes that starting the operation required, and
    /// with their current roles.
    /// </summary>
    private Bearer? OfToken(string credential, Guid? user) =>
        user is { } id
            ? new(
                $"{credential}\n{id}",
                credential,
                $"user:{new UserId(id)}",
                new UserId(id),
                new HashSet<Scope> { Scope.Read, Scope.Write },
                [tokens.DefaultRole]
            )
            : null;

    private static Caller Powerless(Guid? user, string credential)
    {
        var grants = new Grants(user is { } id ? new UserId(id) : null, null, [], new HashSet<Scope>(), [], []);
        var actor = user is { } known ? $"user:{new UserId(known)}" : credential;
        return new(credential, actor, grants.User, new HashSet<Scope>(), grants, DealVisibility.Of(grants));
    }
}
