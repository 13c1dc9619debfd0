using System.Diagnostics;

namespace Crm.Torture;

/// <summary>Rebuilds every report of a host.</summary>
internal static class Rebuilds
{
    /// <summary>Each is equal to what it was rebuilt to.</summary>
    public static async Task EqualTheReports(Driver driver)
    {
        var reports = (await driver.Call(HttpMethod.Get, "/api/v1/projections"))["items"]!
            .AsArray()
            .Select(x => (string)x!["name"]!)
            .ToArray();
        reports.Should().Contain(["sales-funnel", "lost-reasons", "gross-profit"]);
        foreach (var report in reports)
        {
            var operation = (string)
                (await driver.Call(HttpMethod.Post, $"/api/v1/projections/{report}/rebuild"))["id"]!;
            var until = Stopwatch.StartNew();
            var now = await driver.Call(HttpMethod.Get, $"/api/v1/operations/{operation}");
            for (
                ;
                (string)now["state"]! is "queued" or "running" && until.Elapsed < TimeSpan.FromMinutes(1);
                now = await driver.Call(HttpMethod.Get, $"/api/v1/operations/{operation}")
            )
                await Task.Delay(100);
            ((string)now["state"]!).Should().Be("succeeded", now.ToJsonString());
            ((bool)now["result"]!["equal"]!).Should().BeTrue(now.ToJsonString());
        }
    }
}
