using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Api.Tests.TwoHosts;

/// <summary>
/// Several hosts on one database: they start at once on an empty one, see each other's writes, and reports continue when a host stops.
/// </summary>
public sealed class StartTogetherTests
{
    [Theory]
    [InlineData(2), InlineData(4)]
    public async Task Hosts_start_together_share_the_work_and_outlive_each_other(int hosts)
    {
        var database = await Cluster.NewDatabase();
        // One clock: with two different ones, the host behind would not see yet what the other has recorded.
        var clock = new Crm.Api.RequestPipeline.MicrosecondClock(
            new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero))
            {
                AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
            }
        );
        var apps = await Task.WhenAll(
            Enumerable
                .Range(0, hosts)
                .Select(_ =>
                    Task.Run(() =>
                        CrmApp.Start(
                            database,
                            x => x.Services.AddSingleton<TimeProvider>(clock),
                            ("Hosting:Alone", "false")
                        )
                    )
                )
        );
        try
        {
            foreach (var app in apps)
                (await app.Anonymous().Get("/health/ready")).Must(200);
            var apis = await Task.WhenAll(apps.Select(x => x.As()));
            for (var round = 0; round < 2 * hosts; round++)
                await Sold(apis[round % hosts], apis[(round + 1) % hosts]);

            // Whichever host ran a report is among those that stop: the last one runs them all.
            for (var left = 0; left < hosts - 1; left++)
            {
                await apps[left].DisposeAsync();
                await Sold(apis[hosts - 1], apis[left + 1]);
            }

            foreach (var name in (string[])["sales-funnel", "lost-reasons", "gross-profit"])
                await EqualToItsRebuild(apis[^1], name);
        }
        finally
        {
            foreach (var app in apps)
                await app.DisposeAsync();
        }
    }

    /// <summary>A deal opened on one host, moved on by the other, and counted by every report.</summary>
    private static async Task Sold(Testing.Api one, Testing.Api other)
    {
        var opened = (await one.PostOnce("/deals", new { title = "Поставка", kind = "simple" })).Must(201);
        (await other.Get("/deals/" + opened.Id)).Must(200);
        var lost = (
            await other.PostOnce($"/deals/{opened.Id}/close", new { outcome = "lost", lostReason = "price" })
        ).Must(200);
        ((string)(await one.Get("/deals/" + opened.Id)).Must(200)["status"]!).Should().Be("lost");
        foreach (var report in (string[])["sales-funnel", "lost-reasons", "gross-profit"])
            await Reached(one, $"/reports/{report}?kind=simple", lost.Position);
        ((long)(await one.Get("/reports/lost-reasons?kind=simple"))["total"]!["count"]!).Should().BePositive();
    }

    /// <summary>The contract's own waiting, 2 s a request: while reports move to other hosts they may be behind for some seconds.</summary>
    private static async Task Reached(Testing.Api api, string path, long position)
    {
        var answer = await Once();
        for (var again = 0; answer.Status == 503 && again < 15; again++)
            answer = await Once();
        answer.Must(200);

        Task<Answer> Once() =>
            api.Send(
                HttpMethod.Get,
                path,
                null,
                [("Crm-Min-Position", position.ToString(CultureInfo.InvariantCulture))]
            );
    }

    private static async Task EqualToItsRebuild(Testing.Api api, string name)
    {
        var now = await api.Ended(await api.Post($"/projections/{name}/rebuild"));
        ((bool?)now["result"]?["equal"]).Should().BeTrue(now.Text);
    }
}
