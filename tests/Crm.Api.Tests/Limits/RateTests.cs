namespace Crm.Api.Tests.Limits;

/// <summary>Five requests a credential and three failures an address in ten seconds, on a clock that only the test moves.</summary>
public sealed class RateTests(RateTests.LimitedHost host) : IClassFixture<RateTests.LimitedHost>
{
    private readonly CrmApp app = host.App;

    [Fact]
    public async Task A_client_beyond_its_rate_waits_and_then_continues()
    {
        var (api, other) = (await app.As(), await app.As());
        var first = (await api.Get("/deals")).Must(200);
        (first.Headers["RateLimit-Policy"], first.Headers["RateLimit"])
            .Should()
            .Be(("\"requests\";q=5;w=10", "\"requests\";r=4;t=2"));
        for (var i = 0; i < 4; i++)
            (await api.Get("/deals")).Must(200);

        var refused = (await api.Post("/deals", new { title = "Стол" })).Must(429);
        (refused.Code, refused.Headers["Retry-After"], refused.Headers["RateLimit"])
            .Should()
            .Be(("rate.limited", "2", "\"requests\";r=0;t=10"));
        refused.Headers["Content-Type"].Should().Be("application/problem+json");
        (await other.Get("/deals")).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty("the credential beside it is not slowed, and what was refused had no effect");

        app.Clock.Advance(TimeSpan.FromSeconds(2));
        (await api.Get("/deals")).Must(200);
        (await api.Get("/deals")).Must(429);
    }

    [Fact]
    public async Task Every_refusal_counts_and_says_so()
    {
        var api = await app.As();
        foreach (
            var (status, path) in ((int, string)[])
                [
                    (404, "/nonsense"),
                    (400, "/deals?nonsense=1"),
                    (404, "/deals/0198f3a0-0000-7000-8000-00000000dead"),
                    (405, "/deals"),
                ]
        )
            (await api.Send(status == 405 ? HttpMethod.Delete : HttpMethod.Get, path, null, []))
                .Must(status)
                .Headers["RateLimit"]
                .Should()
                .StartWith("\"requests\";r=");
        (await api.Get("/me")).Must(200).Headers["RateLimit"].Should().StartWith("\"requests\";r=0;");
        // Before anything else is read: scope, parameters and body do not matter any more.
        (await api.Get("/deals?nonsense=1")).Must(429);
    }

    [Fact]
    public async Task The_limits_can_be_read()
    {
        var mine = (await (await app.As()).Get("/limits")).Must(200);
        mine["requests"]!
            .ToJsonString()
            .Should()
            .Be("""{"tokens":5,"periodSeconds":10,"remaining":4,"resetSeconds":2}""");
        ((int)mine["failedCredentials"]!["tokens"]!, (int)mine["bodyBytes"]!).Should().Be((3, 1_048_576));
    }

    [Fact]
    public async Task A_key_that_was_accepted_long_ago_is_still_no_guess()
    {
        await using var own = await LimitedHost.Start();
        var known = await own.As();
        var attacker = ("X-Forwarded-For", "203.0.113.9");
        (await known.Get("/me", attacker)).Must(200);
        own.Clock.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 3; i++)
            (await Guess(own, "crm_guess" + i, attacker)).Must(401);
        (await Guess(own, "crm_guess", attacker)).Must(429);
        (await known.Get("/me", attacker)).Must(200);
    }

    [Fact]
    public async Task A_client_that_guesses_keys_is_blocked()
    {
        // A host of its own: it counts every refusal in the security log.
        await using var own = await LimitedHost.Start();
        var (known, fresh) = (await own.As(), await own.As());
        var attacker = ("X-Forwarded-For", "203.0.113.7");
        (await known.Get("/me", attacker)).Must(200);
        for (var i = 0; i < 3; i++)
            (await Guess(own, "crm_guess" + i, attacker))
                .Must(401)
                .Headers["RateLimit"]
                .Should()
                .StartWith("\"failed-credentials\";r=" + (2 - i));
        var refused = (await Guess(own, "crm_guess", attacker)).Must(429);
        refused.Headers["Retry-After"].Should().Be("4", "three in ten seconds come back one by one");

        (await fresh.Get("/me", attacker))
            .Must(200)
            .Code.Should()
            .BeNull("a valid key is not refused because others at its address guess");
        (await Guess(own, "a.b.c", attacker)).Must(429);
        (await known.Get("/me", attacker))
            .Must(200)
            .Code.Should()
            .BeNull("who was known before shares the address, not the blame");
        (await fresh.Get("/me", ("X-Forwarded-For", "203.0.113.8"))).Must(200);

        own.Clock.Advance(TimeSpan.FromSeconds(4));
        (await Guess(own, "crm_guess", attacker)).Must(401);
        var auditor = await own.As();
        (await auditor.Get("/security-log?status=401")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(4, "every guess that was checked is there");
        (await auditor.Get("/security-log?status=429")).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty("what is turned away must cost no row");
    }

    [Fact]
    public async Task A_network_of_IPv6_is_one_address_and_missing_credentials_count_as_failed()
    {
        (await app.Anonymous().Get("/me", ("X-Forwarded-For", "2001:db8::1")))
            .Must(401)
            .Headers["RateLimit"]
            .Should()
            .StartWith("\"failed-credentials\";r=2");
        for (var i = 1; i < 3; i++)
            (await Guess(app, "crm_x", ("X-Forwarded-For", "2001:db8::" + i))).Must(401);
        (await app.Anonymous().Get("/me", ("X-Forwarded-For", "2001:db8::3"))).Must(429);
        (await Guess(app, "crm_x", ("X-Forwarded-For", "2001:db8::ffff:1"))).Must(429);
        (await Guess(app, "crm_x", ("X-Forwarded-For", "2001:db8:0:1::1"))).Must(401);
    }

    private static Task<Answer> Guess(CrmApp app, string secret, (string, string) address) =>
        app.Anonymous().Get("/me", ("Authorization", "Bearer " + secret), address);

    /// <summary>One host under those limits: each test has credentials and addresses of its own.</summary>
    public sealed class LimitedHost : IAsyncLifetime
    {
        public CrmApp App { get; private set; } = null!;

        public static async Task<CrmApp> Start()
        {
            var app = await CrmApp.Start(
                settings:
                [
                    ("Limits:Requests:Tokens", "5"),
                    ("Limits:Requests:Period", "10"),
                    ("Limits:FailedCredentials:Tokens", "3"),
                    ("Limits:FailedCredentials:Period", "10"),
                    ("Proxies:Known", "127.0.0.1"), // Each test address comes as X-Forwarded-For.
                ]
            );
            app.Clock.AutoAdvanceAmount = TimeSpan.Zero;
            return app;
        }

        public async ValueTask InitializeAsync() => App = await Start();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
