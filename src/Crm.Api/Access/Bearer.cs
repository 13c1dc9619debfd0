namespace Crm.Api.Access;

/// <summary>
/// The claims of an accepted credential. The current rights of its user come from the <see cref="AccessRegistry"/>.
/// </summary>
/// <param name="Key">Differs whenever any other member differs; grants are cached under it.</param>
/// <param name="Credential">Scope of idempotency keys: the key's id, or issuer and subject of a token.</param>
/// <param name="Actor">Written on every event: <c>user:…</c> or <c>key:…</c>.</param>
/// <param name="Claimed">Roles that a token claims.</param>
public sealed record Bearer(
    string Key,
    string Credential,
    string Actor,
    UserId? User,
    IReadOnlySet<Scope> Scopes,
    IReadOnlyList<string> Claimed
)
{
    /// <summary>User and scopes of a key never change, so its id identifies them.</summary>
    public static Bearer Of(ApiKey key)
    {
        var name = $"key:{key.Id}";
        return new(name, name, key.User is { } user ? $"user:{user}" : name, key.User, key.Scopes.ToHashSet(), []);
    }

    public static Bearer Of(
        string issuer,
        string subject,
        UserId user,
        IReadOnlySet<Scope> scopes,
        IReadOnlyList<string> claimed
    )
    {
        var name = $"jwt:{issuer}\n{subject}";
        return new(
            $"{name}\n{string.Join(',', scopes.Order())}\n{string.Join(',', claimed)}",
            name,
            $"user:{user}",
            user,
            scopes,
            claimed
        );
    }
}
