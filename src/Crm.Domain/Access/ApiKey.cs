using System.Text.Json.Serialization;

namespace Crm.Domain.Access;

/// <summary>Scope of a credential. It never allows more than its scopes, whatever the user's roles grant.</summary>
[JsonConverter(typeof(CamelCase<Scope>))]
public enum Scope
{
    Read,
    Write,
    Admin,
}

/// <summary>An API key. Only the hash of its secret is ever stored.</summary>
/// <param name="SecretHash">Lower-case hex of SHA-256 over the secret.</param>
public sealed record ApiKey(
    CredentialId Id,
    string Name,
    string SecretHash,
    UserId? User,
    ImmutableArray<Scope> Scopes,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt
)
{
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    public Decision Revoke(Staff staff, Grants grantor, CommandContext context) =>
        Granting.Refusal(grantor, staff.Behind(User, Scopes)) is { } refusal ? refusal
        : RevokedAt is null ? Decision.Accept(new ApiKeyRevoked(Id) { HappenedAt = context.Now })
        : Decision.AlreadySatisfied;
}

public sealed record ApiKeyMade(ApiKey Key) : DomainEvent;

public sealed record ApiKeyRevoked(CredentialId Key) : DomainEvent;
