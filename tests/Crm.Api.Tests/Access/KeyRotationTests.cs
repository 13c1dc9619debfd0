using System.Net;
using System.Text.Json;
using Crm.Api.RequestPipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Access;

/// <summary>The issuer publishes its keys and changes them; the host follows on its own clock.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly Forge forge = new();
    private readonly Published issuer = new();
    private CrmApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start(
            configure: x => x.Services.AddKeyedSingleton(TokenKeys.Http, (_, _) => new HttpClient(issuer)),
            settings: [("Auth:Issuer", Forge.Issuer), ("Auth:Audience", Forge.Audience)]
        );
        app.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        issuer.Keys = Keys("old");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        forge.Dispose();
        issuer.Dispose();
    }

    [Fact]
    public async Task A_new_key_is_good_at_once_and_an_old_one_until_the_list_is_read_again()
    {
        (await Me("old")).Must(200);
        (await Me("old")).Must(200);
        issuer.Asked.Should().Be(2, "the discovery and the keys, once");

        issuer.Keys = Keys("new");
        (await Me("new")).Must(401);
        issuer.Asked.Should().Be(2);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        (await Me("old")).Must(200);
        (await Me("new")).Must(200);
        (await Me("old")).Must(401);
        issuer.Asked.Should().Be(4);
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_stops_by_itself()
    {
        (await Me("old")).Must(200);
        issuer.Keys = Keys("other");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        (await Me("old")).Must(401);
    }

    [Fact]
    public async Task An_unreachable_issuer_keeps_sessions_and_admits_no_new_ones()
    {
        issuer.Keys = null;
        (await Me("old")).Must(503).Code.Should().Be("issuer.unavailable");
        issuer.Keys = Keys("old");
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        (await Me("old")).Must(200);
        issuer.Keys = null;
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await Me("old")).Must(200);
        (await Me("new")).Must(401);
        app.Clock.Advance(TimeSpan.FromHours(23));
        (await Me("old")).Must(503);
    }

    [
        Theory,
        InlineData("https://other.test", "https://issuer.test/keys"),
        InlineData("https://issuer.test", "http://issuer.test/keys"),
        InlineData("https://issuer.test", "file:///etc/passwd")
    ]
    public async Task A_discovery_document_of_another_issuer_is_rejected(string name, string keys)
    {
        (issuer.Name, issuer.KeysAt) = (name, keys);
        (await Me("old")).Must(503).Code.Should().Be("issuer.unavailable");
    }

    private string Keys(string kid) =>
        JsonSerializer.Serialize(
            new { keys = new[] { Forge.Public(kid == "other" ? forge.Stranger : forge.Rsa, kid) } }
        );

    private Task<Answer> Me(string kid)
    {
        forge.Now = app.Clock.GetUtcNow();
        return new Crm.Testing.Api(app.Host.Server.CreateClient(), forge.Token(kid: kid)).Get("/me");
    }

    /// <summary>The HTTP server of the issuer.</summary>
    private sealed class Published : HttpMessageHandler
    {
        public string? Keys { get; set; }
        public string Name { get; set; } = Forge.Issuer;
        public string KeysAt { get; set; } = Forge.Issuer + "/keys";
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Asked++;
            if (Keys is null)
                throw new HttpRequestException("away");
            var text =
                request.RequestUri!.ToString() == Forge.Issuer + "/.well-known/openid-configuration"
                    ? JsonSerializer.Serialize(new { issuer = Name, jwks_uri = KeysAt })
                    : Keys;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) });
        }
    }
}
