using Crm.Api.Configuration;
using Crm.Api.RequestPipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;

namespace Crm.Api.Tests.Limits;

/// <summary>The headers for browsers and caches of every answer, success or failure.</summary>
[Collection(HostCollection.Name)]
public sealed class EdgeHeaderTests(TestHost host)
{
    private const string Origin = "https://desk.example.com";

    [Fact]
    public async Task Every_answer_is_closed_to_sniffing_framing_and_shared_caches()
    {
        var deal = (await host.Api.PostOnce("/deals", new { title = "Стол" })).Must(201);
        var tag = (await host.Api.Get("/deals/" + deal.Id)).ETag!;
        Answer[] answers =
        [
            deal,
            (await host.Api.Get("/deals/" + deal.Id, ("If-None-Match", tag))).Must(304),
            (await host.Api.Get("/deals")).Must(200),
            (await host.Api.Get("/nonsense")).Must(404),
            (await host.Api.Send(HttpMethod.Delete, "/deals", null, [])).Must(405),
            (await host.App.Anonymous().Get("/deals")).Must(401),
            (await host.Api.Post("/deals", "{")).Must(400),
        ];
        foreach (var answer in answers)
        {
            Closed(answer);
            (answer.Headers["Cache-Control"], answer.Headers["Content-Security-Policy"])
                .Should()
                .Be(
                    (
                        "no-cache, private",
                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
                    )
                );
        }

        Closed((await host.App.Anonymous().Get("/health/live")).Must(200));
    }

    [Fact]
    public async Task The_page_of_the_contract_works_under_its_policy()
    {
        using var http = host.App.Host.Server.CreateClient();
        using var page = await http.GetAsync(new Uri("/docs/index.html", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("script-src 'self';").And.Contain("connect-src 'self'").And.NotContain("unsafe-eval");
        // The policy forbids scripts in the page itself and files of other origins: the page must have none.
        foreach (var script in html.Split("<script")[1..])
            script[..script.IndexOf("</script>", StringComparison.Ordinal)].Should().Contain("src=\"").And.EndWith(">");
        html.Should().NotContain("=\"http").And.NotContain("=\"//").And.NotContain("onload=");
    }

    [Theory]
    [InlineData("/docs/none")]
    [InlineData("/openapi/none.json")]
    public async Task An_unknown_page_of_the_contract_is_404_as_elsewhere(string path)
    {
        using var http = host.App.Host.Server.CreateClient();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        using var elsewhere = await http.GetAsync(new Uri("/none", UriKind.Relative));
        ((int)answer.StatusCode, answer.Content.Headers.ContentType, await answer.Content.ReadAsStringAsync())
            .Should()
            .Be((404, null, ""));
        elsewhere.StatusCode.Should().Be(answer.StatusCode);
    }

    [Fact]
    public async Task Without_configuration_no_answer_speaks_of_CORS()
    {
        Answer[] answers =
        [
            await host.Api.Get("/deals", ("Origin", Origin)),
            await host
                .App.Anonymous()
                .Send(
                    HttpMethod.Options,
                    "/deals",
                    null,
                    [("Origin", Origin), ("Access-Control-Request-Method", "POST")]
                ),
        ];
        answers
            .SelectMany(x => x.Headers.Keys)
            .Where(x => x.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase))
            .Should()
            .BeEmpty();
        answers[1].Must(401);
    }

    [Fact]
    public async Task Only_origins_that_are_named_may_call()
    {
        await using var app = await CrmApp.Start(
            settings: [("Cors:Origins:0", Origin), ("Cors:Origins:1", "http://localhost:3000")]
        );
        var api = await app.As();
        foreach (
            var answer in (Answer[])
                [
                    (await api.Get("/deals", ("Origin", Origin))).Must(200),
                    (await api.Get("/nonsense", ("Origin", Origin))).Must(404),
                    (await app.Anonymous().Get("/deals", ("Origin", Origin))).Must(401),
                ]
        )
        {
            answer.Headers["Access-Control-Allow-Origin"].Should().Be(Origin);
            answer
                .Headers["Access-Control-Expose-Headers"]
                .Split(',')
                .Should()
                .Contain(["ETag", "Crm-Position", "Location", "RateLimit", "Retry-After", "Idempotency-Replayed"]);
            answer.Headers.Should().NotContainKey("Access-Control-Allow-Credentials");
        }

        var asked = (
            await app.Anonymous()
                .Send(
                    HttpMethod.Options,
                    "/deals",
                    null,
                    [
                        ("Origin", Origin),
                        ("Access-Control-Request-Method", "PATCH"),
                        ("Access-Control-Request-Headers", "authorization,idempotency-key,if-match"),
                    ]
                )
        ).Must(204);
        asked.Headers["Access-Control-Allow-Methods"].Should().Contain("PATCH");
        Closed(asked);
        foreach (
            var foreign in (string[])
                ["https://evil.example.com", "https://desk.example.com.evil.test", "http://desk.example.com", "null"]
        )
            (await api.Get("/deals", ("Origin", foreign)))
                .Must(200)
                .Headers.Should()
                .NotContainKey("Access-Control-Allow-Origin");
    }

    [
        Theory,
        InlineData("*"),
        InlineData("desk.example.com"),
        InlineData("https://desk.example.com/"),
        InlineData("https://*.example.com"),
        InlineData("file:///x"),
        InlineData("https://a@b.c")
    ]
    public void What_is_no_origin_does_not_start_the_host(string origin) =>
        FluentActions
            .Invoking(() =>
                Cors.Origins(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([KeyValuePair.Create("Cors:Origins", (string?)origin)])
                        .Build()
                )
            )
            .Should()
            .Throw<StartupException>();

    [
        Theory,
        InlineData("Production", "https", "max-age=31536000"),
        InlineData("Production", "http", null),
        InlineData("Development", "https", null)
    ]
    public async Task Https_is_kept_outside_Development(string environment, string scheme, string? expected)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        app.UseMiddleware<ResponseHeadersMiddleware>();
        await app.StartAsync();
        using var http = app.GetTestClient();
        using var answer = await http.GetAsync(new Uri(scheme + "://crm.test/api"));
        (answer.Headers.TryGetValues("Strict-Transport-Security", out var found) ? found.Single() : null)
            .Should()
            .Be(expected);
    }

    private static void Closed(Answer answer)
    {
        (answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"], answer.Headers["X-Frame-Options"])
            .Should()
            .Be(("nosniff", "no-referrer", "DENY"));
        answer
            .Headers.Should()
            .NotContainKey("Server")
            .And.NotContainKey("X-Powered-By")
            .And.NotContainKey("Strict-Transport-Security", "Development and no https");
    }
}
