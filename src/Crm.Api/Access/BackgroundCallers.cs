using Crm.Projections.ReadModels.Access;
using Marten;

namespace Crm.Api.Access;

/// <summary>
/// The caller on whose behalf a message is handled: the message carries ids, the rights are those at the time of handling. A
/// credential that is revoked, or whose user is inactive, has none.
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
    /// As <see cref="Caller.CredentialRef"/> has it; in messages of earlier builds as <see cref="Caller.Credential"/>, or null: the
    /// server's own.
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
    /// A token is long expired: its user acts with the scopes that beginning the work took, and the roles that the user has now.
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
