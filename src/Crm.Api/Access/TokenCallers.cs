using System.Collections.Frozen;
using Crm.Domain.Access;
using Crm.Projections.Catalog;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Access;

/// <summary>Sign-in by a JWT of the configured OIDC issuer; off while no issuer is set.</summary>
public sealed class TokenCallers
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Names to the letter. Parsing them as numbers or as parts of words would let a token grant itself more.</summary>
    private static readonly FrozenDictionary<string, Scope> Names = Enum.GetValues<Scope>()
        .SelectMany(x => new[] { (Name: x.ToString().ToLowerInvariant(), x), (Name: "crm." + x.ToString().ToLowerInvariant(), x) }).ToFrozenDictionary(x => x.Name, x => x.x, StringComparer.Ordinal);

    private readonly TokenSettings settings;
    private readonly TokenKeys keys;
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters parameters;

    public TokenCallers(TokenSettings settings, TokenKeys keys, TimeProvider clock)
    {
        (this.settings, this.keys) = (settings, keys);
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
        if (settings.Issuer is null || TokenForm.Read(token, settings) is not { } form || await keys.Find(form.KeyId, ct) is null) return null;
        var result = await handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? Of(settings.Issuer, form.Subject, form.Scopes) : null;
    }

    /// <summary>A key that says what it is for is for nothing else, and each curve has its one algorithm: the library takes any.</summary>
    private static bool Fits(JsonWebKey key, string algorithm) => (key.Alg is null or "" || key.Alg == algorithm) && algorithm switch
    {
        "ES256" => key is { Kty: "EC", Crv: "P-256" },
        "ES384" => key is { Kty: "EC", Crv: "P-384" },
        _ => key.Kty == "RSA",
    };

    private static bool IsNow(DateTime? from, DateTime? until, DateTime now) => until > now - Skew && !(from > now + Skew) && !(from > until);

    /// <summary>A user is a UUID in its one spelling, or a name of the issuer's.</summary>
    private static Caller Of(string issuer, string subject, IReadOnlyList<string> granted)
    {
        var user = Guid.TryParseExact(subject, "D", out var id) && id.ToString() == subject ? id : CodeStream.Of("oidc", issuer + "\n" + subject);
        var scopes = granted.Where(Names.ContainsKey).Select(x => Names[x]).ToHashSet();
        return new Caller($"jwt:{issuer}\n{subject}", $"user:{user}", new UserId(user), scopes);
    }
}
