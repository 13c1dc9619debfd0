using Crm.Api.Configuration;

namespace Crm.Api.Access;

/// <summary>The accepted token issuer, and the claims that contain user and scopes (<c>Auth:…</c>).</summary>
/// <param name="Issuer">The exact issuer; null: tokens are disabled.</param>
/// <param name="Audience">This system's audience in the tokens.</param>
/// <param name="UserClaim">The claim with the user: a UUID, or any name given by the issuer.</param>
/// <param name="ScopeClaim">The claim with the scopes: a space-separated string, or a list.</param>
/// <param name="RoleClaim">The claim with the roles of a user that is not stored here.</param>
/// <param name="DefaultRole">Role of such a user when the claim is empty.</param>
/// <param name="Jwks">Keys of an issuer that cannot be reached; null: they are fetched.</param>
/// <param name="RequireHttps">False only when issuer and host are on one machine.</param>
public sealed record TokenSettings(
    string? Issuer,
    string Audience,
    string UserClaim,
    string ScopeClaim,
    string RoleClaim,
    string DefaultRole,
    string? Jwks,
    bool RequireHttps
)
{
    public static TokenSettings Of(IConfiguration configuration)
    {
        string? Given(string name) => configuration["Auth:" + name] is { Length: > 0 } text ? text : null;
        var settings = new TokenSettings(
            Given("Issuer"),
            Given("Audience") ?? "",
            Given("UserClaim") ?? "sub",
            Given("ScopeClaim") ?? "scope",
            Given("RoleClaim") ?? "roles",
            Given("DefaultRole") ?? ShippedRoles.SalesManager,
            Given("Jwks"),
            configuration.GetValue("Auth:RequireHttps", true)
        );
        if (settings.Issuer is null)
            return settings;
        if (settings.Audience.Length == 0)
            throw new StartupException("Auth:Audience is not set: it goes with Auth:Issuer.");
        if (
            settings.Jwks is null
            && !(Uri.TryCreate(settings.Issuer, UriKind.Absolute, out var issuer) && settings.Allows(issuer))
        )
            throw new StartupException(
                "Auth:Issuer must be an https address: its keys are asked for there. Auth:Jwks gives the keys of one that cannot be asked."
            );
        return settings;
    }

    /// <summary>Keys are fetched over https only: whoever could change them could sign in as anybody.</summary>
    public bool Allows(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || !RequireHttps && address.Scheme == Uri.UriSchemeHttp;
}
