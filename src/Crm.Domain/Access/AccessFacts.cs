using System.Text.Json.Serialization;

namespace Crm.Domain.Access;

/// <summary>What a credential may do, until roles are built.</summary>
[JsonConverter(typeof(CamelCase<Scope>))]
public enum Scope { Read, Write, Admin }

/// <summary>Somebody who works with deals.</summary>
public sealed record User(UserId Id, Personal Name, Personal? Email);

/// <summary>An API key. Only the hash of its secret is ever stored.</summary>
/// <param name="SecretHash">Lower-case hex of SHA-256 over the secret.</param>
public sealed record ApiKey(CredentialId Id, string Name, string SecretHash, UserId? User, ImmutableArray<Scope> Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

public sealed record UserAdded(User User) : Fact;
public sealed record ApiKeyMade(ApiKey Key) : Fact;
public sealed record ApiKeyRevoked(CredentialId Key) : Fact;
