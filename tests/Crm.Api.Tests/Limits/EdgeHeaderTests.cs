using System.Text.Json.Nodes;
using Crm.Api.Configuration;
using Crm.Api.RequestPipeline;
using Crm.Api.Tests.Contract;
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

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("https://localhost:5173")]
    [InlineData("http://localhost")]
    [InlineData("http://127.0.0.1:8081")]
    [InlineData("https://[::1]:3000")]
    public async Task In_Development_pages_of_this_machine_may_call(string origin)
    {
        var read = (await host.Api.Get("/deals", ("Origin", origin))).Must(200);
        var refused = (await host.Api.Get("/nonsense", ("Origin", origin))).Must(404);
        var asked = (await Preflight(host.App, origin, "PATCH", "authorization,if-match")).Must(204);

        foreach (var answer in (Answer[])[read, refused, asked])
        {
            answer.Headers["Access-Control-Allow-Origin"].Should().Be(origin);
            answer.Headers.Should().NotContainKey("Access-Control-Allow-Credentials");
        }

        asked.Headers["Access-Control-Allow-Methods"].Should().Contain("PATCH");
    }

    [Theory]
    [InlineData("http://localhost.evil.test")]
    [InlineData("http://192.168.0.5:3000")]
    [InlineData("http://localhost:3000/")]
    [InlineData("ftp://localhost")]
    [InlineData("http://loopback:3000")]
    [InlineData("null")]
    public async Task In_Development_pages_of_other_machines_may_not(string origin)
    {
        (await host.Api.Get("/deals", ("Origin", origin)))
            .Must(200)
            .Headers.Should()
            .NotContainKey("Access-Control-Allow-Origin");
        (await Preflight(host.App, origin, "POST", "authorization")).Must(401);
    }

    [Fact]
    public async Task Pages_may_send_and_read_every_header_of_the_contract()
    {
        var contract = ContractFile.Read();
        var operations = contract["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .Select(operation => operation.Value!)
            .Where(operation => operation["responses"] is not null)
            .ToArray();
        var answered = operations
            .SelectMany(operation => operation["responses"]!.AsObject())
            .SelectMany(response => response.Value!["headers"]?.AsObject().Select(header => header.Key) ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        var sent = operations
            .SelectMany(operation => operation["parameters"]?.AsArray() ?? [])
            .Where(parameter => (string?)parameter!["in"] == "header")
            .Select(parameter => (string)parameter!["name"]!)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        const string origin = "http://localhost:3000";

        var read = await host.Api.Get("/deals", ("Origin", origin));
        var asked = await Preflight(host.App, origin, "POST", string.Join(',', sent));

        answered.Should().Contain("Crm-Position");
        sent.Should().Contain("Idempotency-Key");
        Names(read, "Access-Control-Expose-Headers")
            .Should()
            .Contain(answered)
            .And.Contain([
                "ETag",
                "Location",
                "Link",
                "Retry-After",
                "Idempotency-Replayed",
                "Crm-Dry-Run",
                "Content-Disposition",
            ]);
        Names(asked, "Access-Control-Allow-Headers").Should().Contain(sent);
    }

    [Fact]
    public async Task Outside_Development_no_page_may_call_unless_configured()
    {
        await using var app = await CrmApp.InProduction(await CrmApp.PreparedDatabase());
        const string origin = "http://localhost:3000";
        Answer[] answers =
        [
            (await (await app.As()).Get("/deals", ("Origin", origin))).Must(200),
            (await Preflight(app, origin, "POST", "authorization")).Must(401),
        ];

        answers
            .SelectMany(x => x.Headers.Keys)
            .Where(x => x.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase))
            .Should()
            .BeEmpty();
    }

    private static string[] Names(Answer answer, string header) =>
        answer.Headers[header].Split(',', StringSplitOptions.TrimEntries);

    private static Task<Answer> Preflight(CrmApp app, string origin, string method, string headers) =>
        app.Anonymous()
            .Send(
                HttpMethod.Options,
                "/deals",
                null,
                [
                    ("Origin", origin),
                    ("Access-Control-Request-Method", method),
                    ("Access-Control-Request-Headers", headers),
                ]
            );

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
