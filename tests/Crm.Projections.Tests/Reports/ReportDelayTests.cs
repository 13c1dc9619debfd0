namespace Crm.Projections.Tests.Reports;

/// <summary>How long a report has been behind is never below zero, whatever the clocks of host and database say.</summary>
public sealed class ReportDelayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 10, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(-5, 5), InlineData(0, 0), InlineData(5, 0)]
    public void An_event_of_a_clock_that_is_ahead_is_no_delay(int recordedAfter, int seconds) =>
        new ReportState("sales_funnel", 1, 1, Now.AddSeconds(recordedAfter), null)
            .Delay(Now)
            .Should()
            .Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_report_that_has_seen_all_events_has_no_delay() =>
        new ReportState("sales_funnel", 1, 0, null, null).Delay(Now).Should().Be(TimeSpan.Zero);
}
