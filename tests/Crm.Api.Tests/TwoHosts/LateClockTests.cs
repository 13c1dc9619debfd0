using System.Globalization;
using Crm.Api.RequestPipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Api.Tests.TwoHosts;

/// <summary>A host whose clock is late answers reports with what another host has just recorded.</summary>
public sealed class LateClockTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Now_is_at_least_the_newest_event_that_a_report_has_seen()
    {
        var database = await CrmApp.PreparedDatabase();
        var noon = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await using var right = await Start(database, noon);
        await using var late = await Start(database, noon - Late);
        var (writer, reader) = (await right.As(), await late.As());
        var lost = (await writer.PostOnce("/deals", new { title = "Потеряна", kind = "simple" })).Must(201).Id;
        (await writer.PostOnce($"/deals/{lost}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var open = (await writer.PostOnce("/deals", new { title = "Открыта", kind = "simple" })).Must(201);
        var recorded = (DateTimeOffset)open["recordedAt"]!;

        async Task<Answer> Read(string path) =>
            (await reader.Get(path, ("Crm-Min-Position", open.Position.ToString(CultureInfo.InvariantCulture)))).Must(
                200
            );

        var funnel = await Read("/reports/sales-funnel?kind=simple");
        ((int)funnel["open"]!["count"]!, (int)funnel["lost"]!["count"]!).Should().Be((1, 1));
        ((DateTimeOffset)funnel["at"]!).Should().BeOnOrAfter(recorded);
        (await Read("/reports/sales-funnel/deals?kind=simple"))["items"]!.AsArray().Should().ContainSingle();
        var reasons = await Read("/reports/lost-reasons?kind=simple");
        ((int)reasons["total"]!["count"]!).Should().Be(1);
        ((DateTimeOffset)reasons["asOf"]!).Should().BeOnOrAfter(recorded);
        (await Read("/reports/lost-reasons/deals?kind=simple&key=price"))["items"]!.AsArray().Should().ContainSingle();
        ((DateTimeOffset)(await Read("/reports/gross-profit"))["asOf"]!).Should().BeOnOrAfter(recorded);
        // What is asked for by its instant stays what it was.
        var before = Uri.EscapeDataString((noon - Late).UtcDateTime.ToString("O"));
        ((int)(await Read($"/reports/sales-funnel?kind=simple&asOf={before}"))["open"]!["count"]!).Should().Be(0);
    }

    private static Task<CrmApp> Start(string database, DateTimeOffset now) =>
        CrmApp.Start(
            database,
            builder =>
                builder.Services.AddSingleton<TimeProvider>(
                    new MicrosecondClock(new FakeTimeProvider(now) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) })
                ),
            ("Hosting:Alone", "false")
        );
}
