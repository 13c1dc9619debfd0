using static Crm.Api.Tests.Reminders.ReminderHost;

namespace Crm.Api.Tests.TwoHosts;

/// <summary>Two hosts on one store fire what is due together: more than a batch, and each reminder once.</summary>
public sealed class ReminderTests(RightsTests.Pair hosts) : IClassFixture<RightsTests.Pair>
{
    private const int Many = 620;

    [Fact]
    public async Task Two_hosts_fire_each_reminder_once()
    {
        var user = (await hosts.Admin.Post("/users", new { name = "А", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        var api = await hosts.One.AsUser(Guid.Parse(user));
        var at = hosts
            .Clock.GetUtcNow()
            .AddHours(1)
            .UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        await Parallel.ForAsync(
            0,
            Many,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (_, _) => (await api.Post("/reminders", new { text = "А", at })).Must(201)
        );
        hosts.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Sweep(hosts.One), Sweep(hosts.Other), Sweep(hosts.One), Sweep(hosts.Other));
        // What one host held the other passed over: it is committed, or claimed once more.
        await Sweep(hosts.One);
        await Sweep(hosts.Other);
        (
            await hosts.One.Read(
                "select concat_ws('|', count(*), count(distinct stream_id)) from crm_events.mt_events where type = 'reminder_fired'"
            )
        )
            .Should()
            .Be($"{Many}|{Many}");
        ((int)(await api.Get("/reminders?status=due&count=true&limit=1"))["total"]!).Should().Be(Many);
        ((bool)(await api.Post("/reminders/dismiss-all")).Must(200)["more"]!).Should().BeTrue();
        ((int)(await api.Get("/reminders?status=due&count=true&limit=1"))["total"]!).Should().Be(Many - 200);
    }
}
