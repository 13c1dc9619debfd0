using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <summary>A host with an issuer whose tokens are made by hand, and a fixed clock.</summary>
public sealed class ForgeHost : IAsyncLifetime
{
    public Forge Forge { get; } = new();
    public CrmApp App { get; private set; } = null!;
    public Testing.Api Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start(
            settings: [("Auth:Issuer", Forge.Issuer), ("Auth:Audience", Forge.Audience), ("Auth:Jwks", Forge.Jwks)]
        );
        App.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        App.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        Api = await App.As();
        Forge.Now = App.Clock.GetUtcNow();
        Forge.Key = (string)(await Make("good", "2026-12-31T00:00:00Z"))["secret"]!;
        Forge.Expired = (string)(await Make("old", "2026-11-24T09:00:00Z"))["secret"]!;
        var revoked = await Make("revoked", "2026-12-31T00:00:00Z");
        Forge.Revoked = (string)revoked["secret"]!;
        (await Api.Post($"/api-keys/{revoked.Id}/revoke")).Must(200);
    }

    public Testing.Api With(string credential) => new(App.Host.Server.CreateClient(), credential);

    /// <summary>The position of the last event, as the API states it.</summary>
    public async Task<long> Head() =>
        (await Api.Get("/projections")).Must(200)["items"]!.AsArray().Max(x => (long)x!["position"]! + (long)x["lag"]!);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Forge.Dispose();
    }

    private async Task<Answer> Make(string name, string expires) =>
        (
            await Api.Post(
                "/api-keys",
                new
                {
                    name,
                    scopes = new[] { "read", "write", "admin" },
                    expiresAt = expires,
                }
            )
        ).Must(201);
}

/// <summary>No forged credential reads or writes anything; each is 401 in a problem document that does not repeat it.</summary>
public sealed class ForgedTokenTests(ForgeHost host) : IClassFixture<ForgeHost>
{
    public static TheoryData<string> Names => [.. Forgery.All.Select(x => x.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_forged_credential_is_401_and_has_no_effect(string name)
    {
        var forgery = Forgery.All.Single(x => x.Name == name);
        var before = await host.Head();
        var query = forgery
            .Query.Replace("{token}", host.Forge.Token(), StringComparison.Ordinal)
            .Replace("{key}", host.Forge.Key, StringComparison.Ordinal);
        foreach (
            var (method, path, body) in ((HttpMethod, string, object?)[])
                [
                    (HttpMethod.Get, "/me", null),
                    (HttpMethod.Post, "/deals", new { title = "Чужая" }),
                    (HttpMethod.Post, "/users", new { name = "Чужой" }),
                ]
        )
        {
            var headers = forgery.Headers(host.Forge);
            var answer = (
                await host.App.Anonymous().Send(method, path + (query.Length > 0 ? "?" + query : ""), body, headers)
            ).Must(401);
            answer
                .Code.Should()
                .Be(headers.Any(x => x.Name == "Authorization") ? "credentials.invalid" : "credentials.missing");
            (answer.Headers["Content-Type"], answer.Headers["WWW-Authenticate"])
                .Should()
                .Be(
                    (
                        "application/problem+json",
                        answer.Code == "credentials.missing" ? "Bearer" : "Bearer error=\"invalid_token\""
                    )
                );
            foreach (var (_, value) in headers)
                answer.Text.Should().NotContain(value);
        }

        (await host.Head()).Should().Be(before, "no event is written");
    }

    [Fact]
    public async Task The_tokens_that_forgeries_start_from_are_valid()
    {
        (await host.With(host.Forge.Key).Get("/me")).Must(200);
        foreach (
            var (alg, kid) in ((string, string)[])
                [
                    ("RS256", "rsa"),
                    ("RS384", "rsa"),
                    ("RS512", "rsa"),
                    ("PS256", "rsa"),
                    ("RS256", "rsa-only-256"),
                    ("ES256", "ec"),
                    ("ES384", "wide"),
                ]
        )
            (await host.With(host.Forge.Token(alg: alg, kid: kid)).Get("/me")).Must(200);
        var head = await host.Head();
        (await host.With(host.Forge.Token()).PostOnce("/users", new { name = "Анна" })).Must(201);
        (await host.Head()).Should().BeGreaterThan(head, "the head moves when something is written");
        Names.Should().HaveCountGreaterThan(150).And.OnlyHaveUniqueItems();
    }

    public static TheoryData<string> Tolerated =>
        [
            "audience among others",
            "type absent",
            "type of access tokens",
            "expired within the skew",
            "beginning within the skew",
            "scopes a list",
            "foreign hints are not followed",
        ];

    [Theory, MemberData(nameof(Tolerated))]
    public async Task What_an_issuer_may_do_is_accepted(string name)
    {
        var forge = host.Forge;
        var token = name switch
        {
            "audience among others" => forge.Token(c => c["aud"] = new JsonArray("other", Forge.Audience)),
            "type absent" => forge.Token(head: h => h.Remove("typ")),
            "type of access tokens" => forge.Token(head: h => h["typ"] = "at+jwt"),
            "expired within the skew" => forge.Token(c => c["exp"] = forge.At(-59)),
            "beginning within the skew" => forge.Token(c => c["nbf"] = forge.At(60)),
            "scopes a list" => forge.Token(c => c["scope"] = new JsonArray("read", "write", "admin")),
            _ => forge.Token(head: h => (h["jku"], h["x5t"]) = ("https://evil.test/jwks", "AAAA")),
        };
        (await host.With(token).Get("/me")).Must(200)["scopes"]!.AsArray().Should().HaveCount(3);
    }

    [Theory]
    [
        InlineData("2"),
        InlineData("0 1 2"),
        InlineData("ADMIN"),
        InlineData("Admin"),
        InlineData("read,admin"),
        InlineData("read,write,admin"),
        InlineData("adm\u0131n"),
        InlineData("adcrm.min"),
        InlineData("crm.crm.admin")
    ]
    [
        InlineData("xcrm.admin"),
        InlineData("admin\t"),
        InlineData("read\u00a0admin"),
        InlineData("admin;read"),
        InlineData("*"),
        InlineData(""),
        InlineData("\uff41dmin"),
        InlineData("7"),
        InlineData("-1")
    ]
    public async Task A_scope_counts_only_by_its_name(string scope)
    {
        var before = await host.Head();
        var api = host.With(host.Forge.Token(c => c["scope"] = scope));
        foreach (
            var answer in (Answer[])
                [
                    await api.Get("/deals"),
                    await api.Post("/deals", new { title = "Чужая" }),
                    await api.Post("/users", new { name = "Чужой" }),
                ]
        )
            answer.Must(403).Code.Should().Be("permission.missing");
        (await host.Head()).Should().Be(before);
    }

    [Fact]
    public async Task A_user_has_one_spelling()
    {
        var user = (await host.Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        async Task<string> Me(string subject) =>
            (string)(await host.With(host.Forge.Token(c => c["sub"] = subject)).Get("/me")).Must(200)["userId"]!;
        (await Me(user)).Should().Be(user);
        foreach (
            var near in (string[])
                [
                    "{" + user + "}",
                    user.Replace("-", "", StringComparison.Ordinal),
                    user.ToUpperInvariant(),
                    " " + user,
                    user + " ",
                ]
        )
            (await Me(near)).Should().NotBe(user);
        (await Me("anna"))
            .Should()
            .Be(await Me("anna"))
            .And.NotBe(await Me("\u0430nna"), "a Cyrillic letter is another person");
    }
}
