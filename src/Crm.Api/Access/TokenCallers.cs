using System.Security.Claims;
using Crm.Projections.Catalog;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Access;

/// <summary>Sign-in by a JWT of the configured OIDC issuer (<c>Auth:Issuer</c>, <c>Auth:Audience</c>); off while no issuer is set.</summary>
public static class TokenCallers
{
    public static void AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        var authentication = services.AddAuthentication();
        if (configuration["Auth:Issuer"] is not { Length: > 0 } issuer) return;
        authentication.AddJwtBearer(o =>
        {
            o.Authority = issuer;
            o.MapInboundClaims = false;
            o.RequireHttpsMetadata = configuration.GetValue("Auth:RequireHttps", true);
            o.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = configuration["Auth:Audience"] ?? throw new InvalidOperationException("Auth:Audience is not set: it goes with Auth:Issuer"),
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                    SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384],
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ClockSkew = TimeSpan.FromSeconds(60),
            };
            // A key set given in the configuration, for issuers that cannot be asked (and for tests).
            if (configuration["Auth:Jwks"] is { Length: > 0 } keys)
            {
                o.Configuration = new Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfiguration { Issuer = issuer };
                foreach (var key in new JsonWebKeySet(keys).GetSigningKeys()) o.Configuration.SigningKeys.Add(key);
            }
        });
    }

    public static async Task<Caller?> Find(HttpContext http, IConfiguration configuration, AccessBook access)
    {
        if (configuration["Auth:Issuer"] is not { Length: > 0 }) return null;
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result is { Succeeded: true, Principal: { } principal } && principal.FindFirstValue("sub") is { Length: > 0 } subject
            ? await Of(principal, subject, configuration, access, http.RequestAborted)
            : null;
    }

    /// <summary>
    /// The claim <c>Auth:ScopeClaim</c> (default <c>scope</c>) lists read, write and admin; <c>sub</c> is the user, as a UUID or named by
    /// the issuer; <c>Auth:RoleClaim</c> (default <c>roles</c>) lists the roles of a user that we do not keep ourselves; without it he has
    /// <c>Auth:DefaultRole</c> (sales-manager).
    /// </summary>
    private static async ValueTask<Caller?> Of(ClaimsPrincipal principal, string subject, IConfiguration configuration, AccessBook access, CancellationToken ct)
    {
        var issuer = configuration["Auth:Issuer"]!;
        var user = Guid.TryParse(subject, out var id) ? id : CodeStream.Of("oidc", issuer + "\n" + subject);
        var scopes = principal.FindAll(configuration["Auth:ScopeClaim"] ?? "scope").SelectMany(x => x.Value.Split(' '))
            .Select(x => Enum.TryParse<Scope>(x.Replace("crm.", "", StringComparison.Ordinal), ignoreCase: true, out var scope) ? scope : (Scope?)null)
            .OfType<Scope>().ToHashSet();
        var roles = principal.FindAll(configuration["Auth:RoleClaim"] ?? "roles").Select(x => x.Value).ToArray();
        if (roles.Length == 0) roles = [configuration["Auth:DefaultRole"] ?? ShippedRoles.SalesManager];
        return await access.Of(new UserId(user), scopes, roles, ct) is { } standing
            ? new Caller($"jwt:{issuer}\n{subject}", $"user:{user}", new UserId(user), scopes, standing.Grants, standing.Sight)
            : null;
    }
}
