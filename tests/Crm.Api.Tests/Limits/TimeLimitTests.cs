using Crm.Api.Tests.Conventions;
using Npgsql;

namespace Crm.Api.Tests.Limits;

/// <summary>A request that takes too long is aborted, by the test's clock, and leaves nothing behind.</summary>
public sealed class TimeLimitTests
{
    [Fact]
    public async Task A_request_beyond_the_limit_ends_with_503_and_writes_nothing()
    {
        await using var app = await CrmApp.Start(settings: [("Limits:Seconds", "7")]);
        var api = await app.As();
        ((int)(await api.Get("/limits")).Must(200)["seconds"]!).Should().Be(7);
        var sale = await Sale.Open(api);
        var before = await Stored.Count(app);

        await using (var other = await app.Hold(sale.Id))
        {
            var asked = api.PostOnce(sale.Path + "/comments", new { text = "Долго" });
            await WaitedFor(other);
            app.Clock.Advance(TimeSpan.FromSeconds(8));

            var answer = (await asked).Must(503);
            (answer.Code, answer.Headers["Retry-After"])
                .Should()
                .Be(("request.timed_out", "1"), "the lock would have been given up as resource.busy only later");
            ((string)answer["detail"]!).Should().Contain("7 s");
        }

        (await Stored.Count(app)).Should().Be(before);
        (await api.PostOnce(sale.Path + "/comments", new { text = "Быстро" })).Must(201);
    }

    /// <summary>Ends when a request waits for the lock: its body has arrived, which has a limit of its own.</summary>
    private static async Task WaitedFor(NpgsqlConnection holder)
    {
        const string waits =
            "select exists(select from pg_stat_activity where datname = current_database() and "
            + "pg_backend_pid() = any(pg_blocking_pids(pid)))";
        await using var command = new NpgsqlCommand(waits, holder);
        await Polling.Until(async () => await command.ExecuteScalarAsync() is true);
    }
}
