using Crm.Domain.Access;

namespace Crm.Api.Access;

/// <summary>Who sent the request.</summary>
/// <param name="Credential">Scope of idempotency keys: the key's id, or issuer and subject of a token.</param>
/// <param name="Actor">Written on every fact: <c>user:…</c> or <c>key:…</c>.</param>
/// <param name="User">The user behind it; null for a key without a user.</param>
public sealed record Caller(string Credential, string Actor, UserId? User, IReadOnlySet<Scope> Scopes)
{
    /// <summary>The server's own rules: timers.</summary>
    public static Caller Server { get; } = new("server", "server", null, new HashSet<Scope> { Scope.Read, Scope.Write, Scope.Admin });

    /// <summary>What the scopes come to until roles are built.</summary>
    public Rights Rights => Scopes.Contains(Scope.Admin) ? Rights.All : Rights.None;

    public static Caller Of(HttpContext http) => (Caller)http.Items[typeof(Caller)]!;

    public void Attach(HttpContext http) => http.Items[typeof(Caller)] = this;
}
