using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Access;

/// <summary>The sender of a request.</summary>
/// <param name="Credential">Scope of idempotency keys: the key's id, or issuer and subject of a token.</param>
/// <param name="Actor">Written on every event: <c>user:…</c> or <c>key:…</c>.</param>
/// <param name="User">The user of the credential; null for a key without a user.</param>
/// <param name="Scopes">Scopes of the credential.</param>
/// <param name="Grants">Current rights with this credential.</param>
/// <param name="Visibility">The deals that the caller may see.</param>
public sealed record Caller(
    string Credential,
    string Actor,
    UserId? User,
    IReadOnlySet<Scope> Scopes,
    Grants Grants,
    DealVisibility Visibility
)
{
    /// <summary>The server itself, for timers.</summary>
    public static Caller Server { get; } =
        new("server", "server", null, new HashSet<Scope> { Scope.Admin }, Grants.Everything, DealVisibility.Everything);

    /// <summary>
    /// The credential in messages. The subject of a token may be an e-mail address, so queues store only its digest.
    /// </summary>
    public string CredentialRef =>
        Credential.StartsWith(BackgroundCallers.TokenPrefix, StringComparison.Ordinal)
            ? BackgroundCallers.TokenPrefix
                + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Credential)))
            : Credential;

    public static Caller Of(HttpContext http) => (Caller)http.Items[typeof(Caller)]!;

    public void Attach(HttpContext http) => http.Items[typeof(Caller)] = this;
}
