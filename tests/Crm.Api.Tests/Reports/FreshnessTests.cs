namespace Crm.Api.Tests.Reports;

[Collection(HostCollection.Name)]
public sealed class FreshnessTests(TestHost host)
{
    [Fact]
    public async Task A_reader_that_names_the_position_of_its_write_sees_it_in_the_report()
    {
        for (var round = 0; round < 10; round++)
        {
            var before = await Open(null);
            var opened = (await host.Api.PostOnce("/deals", new { title = "Поставка", kind = "simple" })).Must(201);
            (await Open(opened.Position)).Should().BeGreaterThan(before);
        }
    }

    [Fact]
    public async Task A_position_that_nothing_has_reached_is_503_with_Retry_After()
    {
        var behind = (
            await host.Api.Send(HttpMethod.Get, "/reports/sales-funnel", null, [("Crm-Min-Position", "999999999")])
        ).Must(503);
        behind.Code.Should().Be("projection.behind");
        behind.Headers["Retry-After"].Should().Be("1");
        (await host.Api.Get("/reports/sales-funnel", ("Crm-Min-Position", "yesterday")))
            .Must(400)
            .Code.Should()
            .Be("header.invalid");
    }

    [Fact]
    public async Task Each_number_of_the_funnel_drills_down_to_its_deals()
    {
        var opened = (await host.Api.PostOnce("/deals", new { title = "Поставка" })).Must(201);
        var funnel = (
            await host.Api.Get(
                "/reports/sales-funnel",
                ("Crm-Min-Position", opened.Position.ToString(System.Globalization.CultureInfo.InvariantCulture))
            )
        ).Must(200);
        var first = funnel["stages"]![0]!;
        var behind = (await host.Api.Get((string)first["drillDown"]! + "&count=true&limit=1")).Must(200);
        ((long)behind["total"]!).Should().Be((long)first["count"]!).And.BePositive();
    }

    [Fact]
    public async Task A_rebuild_over_HTTP_ends_with_a_verdict()
    {
        var now = await host.Api.Ended(await host.Api.Post("/projections/sales-funnel/rebuild"));
        ((string)now["state"]!).Should().Be("succeeded", now.Text);
        ((bool)now["result"]!["equal"]!).Should().BeTrue(now.Text);
    }

    private async Task<long> Open(long? position)
    {
        // Sent once: within the time that the server itself waits.
        var answer = (
            await host.Api.Send(
                HttpMethod.Get,
                "/reports/sales-funnel?kind=simple",
                null,
                position is { } at
                    ? [("Crm-Min-Position", at.ToString(System.Globalization.CultureInfo.InvariantCulture))]
                    : []
            )
        ).Must(200);
        return (long)answer["open"]!["count"]!;
    }
}
