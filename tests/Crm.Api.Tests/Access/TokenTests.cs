using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <summary>Sign-in by a token of the configured issuer, with the claims at the configured paths.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly Forge forge = new();

    public void Dispose() => forge.Dispose();

    [Fact]
    public async Task A_token_of_the_issuer_signs_its_user_in_with_its_scopes()
    {
        await using var app = await Start();
        var user = Guid.CreateVersion7();
        var api = As(app, c => (c["sub"], c["scope"]) = (user.ToString(), "read write openid"));
        var me = (await api.Get("/me")).Must(200);
        ((string)me["userId"]!).Should().Be(user.ToString());
        (await api.PostOnce("/deals", new { title = "Поставка" })).Must(201);
        (await api.PostOnce("/users", new { name = "Иван" })).Must(403);
        (await As(app, c => c.Remove("scope")).Get("/me")).Must(403);
    }

    [Fact]
    public async Task Claims_are_read_from_the_configured_paths()
    {
        await using var app = await Start(
            ("Auth:UserClaim", "oid"),
            ("Auth:ScopeClaim", "scp"),
            ("Auth:RoleClaim", "groups"),
            ("Auth:DefaultRole", "auditor")
        );
        var user = Guid.CreateVersion7().ToString();
        var me = (
            await As(
                    app,
                    c =>
                        (c["oid"], c["scp"], c["scope"], c["groups"]) = (
                            user,
                            new JsonArray("crm.read"),
                            "admin",
                            new JsonArray("marketer")
                        )
                )
                .Get("/me")
        ).Must(200);
        ((string)me["userId"]!, me["scopes"]!.ToJsonString(), me["roles"]!.ToJsonString())
            .Should()
            .Be((user, """["read"]""", """["marketer"]"""));
        (await As(app, c => (c["oid"], c["scp"]) = (user, "read")).Get("/me")).Must(200)["roles"]!
            .ToJsonString()
            .Should()
            .Be("""["auditor"]""", "the claim roles is not asked here");
        (await As(app, c => c["scp"] = "read").Get("/me")).Must(401);
    }

    [Fact]
    public async Task Without_an_issuer_no_token_signs_in()
    {
        await using var app = await CrmApp.Start();
        (await As(app, _ => { }).Get("/me")).Must(401).Code.Should().Be("credentials.invalid");
    }

    private async Task<CrmApp> Start(params (string, string)[] more) =>
        await CrmApp.Start(
            settings:
            [
                ("Auth:Issuer", Forge.Issuer),
                ("Auth:Audience", Forge.Audience),
                ("Auth:Jwks", forge.Jwks),
                .. more,
            ]
        );

    private Crm.Testing.Api As(CrmApp app, Action<JsonObject> claims)
    {
        forge.Now = app.Clock.GetUtcNow();
        return new(app.Host.Server.CreateClient(), forge.Token(claims));
    }
}
