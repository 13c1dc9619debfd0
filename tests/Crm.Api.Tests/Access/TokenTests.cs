using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Tests.Access;

/// <summary>Sign-in by a token of the configured issuer; everything else about a token is 401.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Issuer = "https://issuer.test";
    private const string Audience = "crm";
    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "k1" };
    private CrmApp app = null!;

    public async ValueTask InitializeAsync()
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId = "k1" });
        var keys = JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", n = jwk.N, e = jwk.E } } });
        app = await CrmApp.Start(settings: [("Auth:Issuer", Issuer), ("Auth:Audience", Audience), ("Auth:Jwks", keys)]);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    [Fact]
    public async Task A_token_of_the_issuer_signs_its_user_in_with_its_scopes()
    {
        var user = Guid.CreateVersion7();
        var api = As(Token(user.ToString(), "read write"));
        var me = (await api.Get("/me")).Must(200);
        ((string)me["userId"]!).Should().Be(user.ToString());
        (await api.PostOnce("/deals", new { title = "Поставка" })).Must(201);
        (await api.PostOnce("/users", new { name = "Иван" })).Must(403);
    }

    [Fact]
    public async Task A_token_that_is_not_right_in_everything_is_401()
    {
        using var other = RSA.Create(2048);
        string[] wrong =
        [
            Token("u", "read", issuer: "https://other.test"), Token("u", "read", audience: "other"), Token("u", "read", expires: DateTime.UtcNow.AddMinutes(-5)),
            Token("u", "read", notBefore: DateTime.UtcNow.AddMinutes(10), expires: DateTime.UtcNow.AddMinutes(20)), Token("u", "read", signed: new RsaSecurityKey(other) { KeyId = "k1" }),
            Token("u", "read", signed: new SymmetricSecurityKey(new byte[64]) { KeyId = "k1" }, algorithm: SecurityAlgorithms.HmacSha256), Unsigned(), "not.a.token", "ey", new string('x', 5000),
        ];
        foreach (var token in wrong) (await As(token).Get("/me")).Must(401).Code.Should().Be("credentials.invalid");
        (await As(Token("u", "")).Get("/me")).Must(403);
    }

    private Crm.Testing.Api As(string token) => new(app.Host.Server.CreateClient(), token);

    private string Token(string subject, string scope, string issuer = Issuer, string audience = Audience, DateTime? expires = null, DateTime? notBefore = null,
        SecurityKey? signed = null, string algorithm = SecurityAlgorithms.RsaSha256) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity([new Claim("sub", subject), new Claim("scope", scope)]),
            NotBefore = notBefore ?? DateTime.UtcNow.AddMinutes(-10),
            Expires = expires ?? DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = new SigningCredentials(signed ?? key, algorithm),
        });

    private static string Unsigned() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Subject = new ClaimsIdentity([new Claim("sub", "u"), new Claim("scope", "read")]),
        Expires = DateTime.UtcNow.AddMinutes(5),
    });
}
