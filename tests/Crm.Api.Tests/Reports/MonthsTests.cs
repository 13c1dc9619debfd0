namespace Crm.Api.Tests.Reports;

/// <summary>
/// Gross profit by month, over HTTP: in every time zone that the host accepts, including those the database does not know.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class MonthsTests(TestHost host)
{
    [Fact]
    public async Task Every_zone_that_is_accepted_has_months()
    {
        foreach (
            var zone in TimeZoneInfo
                .GetSystemTimeZones()
                .Select(x => x.Id)
                .Append("posix/Europe/Moscow")
                .Append("Nowhere/Else")
        )
        {
            var answer = await host.Api.Get("/reports/gross-profit?by=month&timeZone=" + Uri.EscapeDataString(zone));
            answer.Status.Should().BeOneOf([200, 400], $"{zone}: {answer.Text}");
            if (answer.Status == 400)
                answer.Code.Should().Be("parameter.invalid");
        }
    }

    [Fact]
    public async Task A_month_leads_to_its_deals()
    {
        var sale = await (await (await Sale.Open(host.Api)).ToFulfilment()).Ship();
        var last = (await host.Api.Get(sale.Path + "/history?type=shipment_made"))["items"]![0]!;
        var report = (
            await host.Api.Get(
                "/reports/gross-profit?by=month&timeZone=Europe/Moscow",
                ("Crm-Min-Position", (string)last["sequence"]!.ToJsonString())
            )
        ).Must(200);
        var month = report["items"]!.AsArray().Single(x => (string)x!["key"]! == "2026-11")!;
        (await host.Api.Get((string)month["drillDown"]! + "&limit=200")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .Contain(sale.Id);
        (await host.Api.Get("/reports/gross-profit/deals?by=month&key=2026-10&timeZone=Europe/Moscow")).Must(200)[
            "items"
        ]!
            .AsArray()
            .Should()
            .BeEmpty();
        (await host.Api.Get("/reports/gross-profit/deals?by=month&key=nonsense")).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty();
    }
}
