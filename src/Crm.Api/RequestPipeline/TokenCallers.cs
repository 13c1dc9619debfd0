using System.Collections.Frozen;
using Crm.Projections.ReadModels.Catalog;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.RequestPipeline;

/// <summary>Authentication by JWT of the configured OIDC issuer; off when no issuer is set.</summary>
public sealed class TokenCallers
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Exact names only. Enum parsing would accept numbers and comma-separated names, by which a token could grant
    /// itself more.
    /// </summary>
    private static readonly FrozenDictionary<string, Scope> Names = Enum.GetValues<Scope>()
        .SelectMany(x =>
            new[] { (Name: x.ToString().ToLowerInvariant(), x), (Name: "crm." + x.ToString().ToLowerInvariant(), x) }
        )
        .ToFrozenDictionary(x => x.Name, x => x.x, StringComparer.Ordinal);

    private readonly TokenSettings settings;
    private readonly TokenKeys keys;
    private readonly AccessRegistry access;
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters parameters;

    public TokenCallers(TokenSettings settings, TokenKeys keys, AccessRegistry access, TimeProvider clock)
    {
        (this.settings, this.keys, this.access) = (settings, keys, access);
        parameters = new TokenValidationParameters
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, id, _) => keys.Known(id) is { } key ? [key] : [],
            AlgorithmValidator = (algorithm, key, _, _) => key is JsonWebKey known && Fits(known, algorithm),
            LifetimeValidator = (from, until, _, _) => IsNow(from, until, clock.GetUtcNow().UtcDateTime),
        };
    }

    public async ValueTask<Caller?> Find(string token, CancellationToken ct)
    {
        if (
            settings.Issuer is null
            || TokenForm.Read(token, settings) is not { } form
            || await keys.Find(form.KeyId, ct) is null
        )
            return null;
        var result = await handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? await Of(settings.Issuer, form, ct) : null;
    }

    /// <summary>
    /// A key with a stated purpose is valid only for it, and each curve has exactly one algorithm; the library accepts
    /// any.
    /// </summary>
    private static bool Fits(JsonWebKey key, string algorithm) =>
        (key.Alg is null or "" || key.Alg == algorithm)
        && algorithm switch
        {
            "ES256" => key is { Kty: "EC", Crv: "P-256" },
            "ES384" => key is { Kty: "EC", Crv: "P-384" },
            _ => key.Kty == "RSA",
        };

    private static bool IsNow(DateTime? from, DateTime? until, DateTime now) =>
        until > now - Skew && !(from > now + Skew) && !(from > until);

    /// <summary>
    /// The user claim is a UUID in its canonical form, or a name given by the issuer. Claimed roles count only for
    /// users that are not stored here.
    /// </summary>
    private async ValueTask<Caller?> Of(string issuer, TokenForm form, CancellationToken ct)
    {
        var user = new UserId(
            Guid.TryParseExact(form.Subject, "D", out var id) && id.ToString() == form.Subject
                ? id
                : CodeStream.Of("oidc", issuer + "\n" + form.Subject)
        );
        var scopes = form.Scopes.Where(Names.ContainsKey).Select(x => Names[x]).ToHashSet();
        return await access.Caller(
            Bearer.Of(issuer, form.Subject, user, scopes, form.Roles.Count > 0 ? form.Roles : [settings.DefaultRole]),
            ct
        );
    }
}
