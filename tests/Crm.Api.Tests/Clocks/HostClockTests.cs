using Crm.Api.Configuration;
using Crm.Api.Health;
using Crm.Api.Startup;
using Crm.Api.Tests.Leaks;
using Crm.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine.Runtime;

namespace Crm.Api.Tests.Clocks;

/// <summary>
/// Hosts judge each other by their own clock and by signs of life that the database has stamped: a host with a wrong clock does not
/// work.
/// </summary>
public sealed class HostClockTests
{
    [Fact]
    public void The_clock_may_differ_by_half_of_the_time_after_which_a_silent_host_is_ejected_at_most()
    {
        ClockLimits.StaleNodeTimeout.Should().Be(TimeSpan.FromSeconds(15));
        ClockLimits.MaxDifference.Should().Be(TimeSpan.FromSeconds(7));
        ClockLimits.MaxDifference.Should().BeLessThanOrEqualTo(ClockLimits.StaleNodeTimeout / 2);
        ClockLimits.NormalDifference.Should().BeLessThan(ClockLimits.MaxDifference);
    }

    [Fact]
    public async Task The_host_gives_the_message_store_that_time()
    {
        await using var app = await CrmApp.Start();
        app.Host.Services.GetRequiredService<IWolverineRuntime>()
            .Options.Durability.StaleNodeTimeout.Should()
            .Be(ClockLimits.StaleNodeTimeout);
    }

    [Theory]
    [InlineData(9, "ahead of"), InlineData(-9, "behind")]
    public async Task With_more_than_7_s_a_host_says_so_in_one_line_and_does_not_start(int seconds, string direction)
    {
        var database = await Cluster.NewDatabase();
        var start = () => Start(database, seconds);
        (await start.Should().ThrowAsync<StartupException>())
            .Which.Message.Should()
            .MatchRegex($@"^The host's clock is (9\.0|8\.9) s {direction} the database's, .+$")
            .And.NotContain("\n");
    }

    [Theory]
    [InlineData(0), InlineData(5), InlineData(-5)]
    public async Task With_less_it_starts(int seconds) => await Start(await Cluster.NewDatabase(), seconds);

    [Fact]
    public async Task Over_2_s_the_host_is_degraded_until_the_clock_is_right_again()
    {
        var clock = new ShiftedClock { Shift = TimeSpan.FromSeconds(3) };
        await using var app = await Start(clock);
        var api = await app.As();
        await Polling.Until(async () =>
            await Check(api) == "degraded: the host's clock is 3.0 s ahead of the database's"
        );
        ((string)(await api.Get("/health/details")).Must(200)["status"]!).Should().Be("degraded");
        (await api.Get("/health/ready")).Must(200);

        clock.Shift = TimeSpan.FromSeconds(-1);
        clock.Timers.Advance(TimeSpan.FromMinutes(1));
        await Polling.Until(async () => await Check(api) == "healthy: agrees with the database's");
    }

    [Fact]
    public async Task A_running_host_whose_clock_goes_wrong_stops_in_order_with_one_line()
    {
        var (clock, log) = (new ShiftedClock(), new CapturedLog());
        await using var app = await Start(clock, log);
        var (api, stopping) = (await app.As(), new TaskCompletionSource());
        var lifetime = app.Host.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(stopping.SetResult);
        await Polling.Until(async () => await Check(api) == "healthy: agrees with the database's");

        clock.Shift = TimeSpan.FromSeconds(30);
        clock.Timers.Advance(TimeSpan.FromMinutes(1));
        await stopping.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        app.Host.Services.GetRequiredService<ClockWatch>().HasStoppedHost.Should().BeTrue("its exit code is 1");
        log.Lines.Where(line => line.Contains("clock", StringComparison.Ordinal))
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("The host's clock is 30.0 s ahead of the database's")
            .And.NotContain("\n");
    }

    private static async Task Start(string database, int seconds) =>
        await DatabaseWait.EnsureClock(
            database,
            TestContext.Current.CancellationToken,
            new ShiftedClock { Shift = TimeSpan.FromSeconds(seconds) }
        );

    private static Task<CrmApp> Start(ShiftedClock clock, ILoggerProvider? log = null) =>
        CrmApp.Start(
            null,
            builder =>
            {
                builder.Services.AddSingleton(provider => new DatabaseClock(
                    provider.GetRequiredService<DatabaseConnection>().Text,
                    clock
                ));
                if (log is not null)
                    builder.Logging.AddProvider(log);
            }
        );

    private static async Task<string> Check(Testing.Api api)
    {
        var checks = (await api.Get("/health/details")).Must(200)["checks"]!.AsArray();
        var check = checks.Single(check => (string)check!["name"]! == "clock")!;
        return $"{check["status"]}: {check["detail"]}";
    }
}
