using Crm.Api.Access;
using Crm.Api.Timers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Crm.Api.Tests.Access;

/// <summary>Anybody may cause denials, as many as they like: the security log stays small and complete.</summary>
public sealed class DenialFloodTests
{
    private static readonly (string, string) Limited = ("Limits:FailedCredentials:Tokens", "20");
    private static readonly (string, string) Address = ("X-Forwarded-For", "203.0.113.7");
    private static readonly (string, string) Period = ("Limits:FailedCredentials:Period", "60");

    [Fact]
    public async Task A_flood_without_credentials_is_429_after_its_limit_and_then_writes_nothing()
    {
        await using var app = await Start(Limited, Period);

        var statuses = await Flood(app, 3000);

        statuses.Count(x => x == 401).Should().Be(20);
        statuses.Count(x => x == 429).Should().Be(2980);
        await WriteCounts(app);
        (await Counts(app)).Should().Equal([.. Enumerable.Repeat(1, 10), 10]);
    }

    [Fact]
    public async Task An_address_that_sent_no_credentials_may_not_guess_either()
    {
        await using var app = await Start(Limited, Period);
        var answer = (await app.Anonymous().Get("/me", Address)).Must(401);
        answer.Headers["RateLimit"].Should().StartWith("\"failed-credentials\";r=19;");

        (await Flood(app, 19)).Should().AllBeEquivalentTo(401);

        (await app.Anonymous().Get("/me", Address, ("Authorization", "Bearer crm_guess"))).Must(429);
    }

    [Fact]
    public async Task A_flood_without_limits_leaves_ten_rows_a_minute_and_one_with_the_count_of_the_rest()
    {
        await using var app = await Start();

        (await Flood(app, 3000)).Should().AllBeEquivalentTo(401);
        (await Rows(app)).Should().Be(10, "the rest is counted in memory");
        await WriteCounts(app);
        (await Flood(app, 500)).Should().AllBeEquivalentTo(401);
        await WriteCounts(app);
        (await Counts(app)).Should().Equal([.. Enumerable.Repeat(1, 10), 3490]);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Flood(app, 12);
        await WriteCounts(app);
        (await Rows(app)).Should().Be(22);
        var log = (await (await app.As()).Get("/security-log")).Must(200)["items"]!.AsArray();
        log.Sum(entry => (int)entry!["count"]!).Should().Be(3512, "nothing is lost");
    }

    [Fact]
    public async Task Addresses_and_codes_are_counted_apart()
    {
        await using var app = await Start();
        await Flood(app, 15, "203.0.113.1");
        await Flood(app, 15, "203.0.113.2");
        for (var i = 0; i < 15; i++)
            await app.Anonymous().Get("/me", ("X-Forwarded-For", "203.0.113.1"), ("Authorization", "Bearer crm_guess"));
        await WriteCounts(app);

        (await Counts(app)).Should().Equal([.. Enumerable.Repeat(1, 30), 5, 5, 5]);
    }

    [Theory]
    [InlineData(490)]
    [InlineData(491)]
    public async Task A_long_path_is_cut_between_characters(int letters)
    {
        await using var app = await Start();
        (await app.Anonymous().Get("/" + new string('x', letters) + "😀/more")).Must(401);
        (await Counts(app)).Should().Equal(1);
    }

    [Fact]
    public async Task Denials_of_one_credential_hide_none_of_another_at_the_same_address()
    {
        await using var app = await Start();
        var (loud, quiet) = (await app.As(Crm.Domain.Access.Scope.Read), await app.As(Crm.Domain.Access.Scope.Read));
        for (var i = 0; i < 15; i++)
            (await loud.Post("/users", "{}")).Must(403);
        (await quiet.Post("/users", "{}")).Must(403);
        await WriteCounts(app);

        (await Counts(app)).Should().Equal([.. Enumerable.Repeat(1, 11), 5]);
    }

    [Fact]
    public async Task Two_hosts_keep_one_series_together()
    {
        await using var one = await Start();
        await using var other = await CrmApp.Start(
            one.ConnectionString,
            null,
            ("Hosting:ApplySchema", "false"),
            ("Proxies:Known", "127.0.0.1")
        );
        other.Clock.AutoAdvanceAmount = TimeSpan.Zero;

        await Task.WhenAll(Flood(one, 300), Flood(other, 300));
        await WriteCounts(one);
        await WriteCounts(other);

        (await Counts(one)).Should().Equal([.. Enumerable.Repeat(1, 10), 590]);
    }

    [Fact]
    public async Task Counts_are_written_every_few_seconds_and_when_the_host_stops()
    {
        string database;
        await using (var app = await Start())
        {
            database = app.ConnectionString;
            await Flood(app, 30);
            app.Clock.Advance(DenialCountsWriter.Interval);
            await Polling.Until(async () => await Rows(app) == 11);
            await Flood(app, 7);
        }

        (await Counts(database)).Should().Equal([.. Enumerable.Repeat(1, 10), 27]);
    }

    [Fact]
    public async Task The_log_keeps_the_newest_rows_and_those_of_the_last_days()
    {
        await using var app = await Start(
            ("SecurityLog:RowsPerMinute", "1000"),
            ("SecurityLog:MaxRows", "15"),
            ("SecurityLog:Days", "7")
        );
        await Flood(app, 20);
        app.Clock.Advance(TimeSpan.FromDays(6));
        await Flood(app, 5);

        await app.Ring(new PurgeDenials());
        (await Rows(app)).Should().Be(15);
        app.Clock.Advance(TimeSpan.FromDays(1.5));
        await app.Ring(new PurgeDenials());
        (await Rows(app)).Should().Be(5, "the others are older than seven days");
        app.Clock.Advance(TimeSpan.FromDays(6));
        await app.Ring(new PurgeDenials());
        (await Rows(app)).Should().Be(0);
    }

    /// <summary>A host whose clock only the test moves.</summary>
    private static async Task<CrmApp> Start(params (string, string)[] settings)
    {
        var app = await CrmApp.Start(settings: [("Proxies:Known", "127.0.0.1"), .. settings]);
        app.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        return app;
    }

    /// <summary>The statuses of parallel requests without a credential.</summary>
    private static async Task<int[]> Flood(CrmApp app, int requests, string address = "203.0.113.7")
    {
        var api = app.Anonymous();
        var statuses = new int[requests];
        await Parallel.ForAsync(
            0,
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) => statuses[i] = (await api.Get("/me", ("X-Forwarded-For", address))).Status
        );
        return statuses;
    }

    private static Task WriteCounts(CrmApp app) =>
        app.Host.Services.GetRequiredService<DenialLog>().WriteCounts(CancellationToken.None);

    private static Task<int[]> Counts(CrmApp app) => Counts(app.ConnectionString);

    private static async Task<int> Rows(CrmApp app) => (await Counts(app)).Length;

    /// <summary>The count of each row, in ascending order.</summary>
    private static async Task<int[]> Counts(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select array(select count from crm.security_log order by 1)",
            connection
        );
        return (int[])(await command.ExecuteScalarAsync())!;
    }
}
