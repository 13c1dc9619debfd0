using Crm.Api.Configuration;

namespace Crm.Api.Access;

/// <summary>Whose tokens sign in, and where in them the user and his scopes stand (<c>Auth:…</c>).</summary>
/// <param name="Issuer">The issuer, to the letter; null: no tokens.</param>
/// <param name="Audience">This system, as the issuer calls it.</param>
/// <param name="UserClaim">The claim that names the user: a UUID, or any name that is the issuer's own.</param>
/// <param name="ScopeClaim">The claim that lists scopes: one text with spaces, or a list.</param>
/// <param name="RoleClaim">The claim that lists the roles of a user whom we do not keep ourselves.</param>
/// <param name="DefaultRole">His role when it lists none.</param>
/// <param name="Jwks">The issuer's keys, for one that cannot be asked; null: asked for.</param>
/// <param name="RequireHttps">False only where issuer and host stand on one machine.</param>
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

    /// <summary>Keys come over https only: whoever can change them can sign in as anybody.</summary>
    public bool Allows(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || !RequireHttps && address.Scheme == Uri.UriSchemeHttp;
}
