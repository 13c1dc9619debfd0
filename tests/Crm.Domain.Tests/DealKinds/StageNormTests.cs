namespace Crm.Domain.Tests.DealKinds;

/// <summary>The norm of a stage counts calendar days of the company's time zone.</summary>
public sealed class StageNormTests
{
    [Theory]
    [InlineData("Europe/Moscow", "2026-12-10T20:59:59Z", 2, "2026-12-07T21:00:00Z")]
    [InlineData("Europe/Moscow", "2026-12-10T21:00:00Z", 2, "2026-12-08T21:00:00Z")]
    [InlineData("America/New_York", "2026-03-09T12:00:00Z", 1, "2026-03-08T05:00:00Z")]
    [InlineData("America/New_York", "2026-03-10T12:00:00Z", 1, "2026-03-09T04:00:00Z")]
    // Clocks are put forward at midnight of 6 September 2026 in Santiago: the day begins at one.
    [InlineData("America/Santiago", "2026-09-07T12:00:00Z", 1, "2026-09-06T04:00:00Z")]
    // Clocks are put back at one in the morning of 1 November 2026 in Havana: midnight occurs twice, and the day begins with the first.
    [InlineData("America/Havana", "2026-11-02T12:00:00Z", 1, "2026-11-01T04:00:00Z")]
    public void Deals_that_entered_before_the_beginning_of_the_day_are_stale(
        string zone,
        string now,
        int days,
        string before
    ) =>
        StageNorm
            .EnteredBefore(days, DateTimeOffset.Parse(now, Culture), TimeZoneInfo.FindSystemTimeZoneById(zone))
            .Should()
            .Be(DateTimeOffset.Parse(before, Culture));

    [Fact]
    public void A_first_version_of_a_shipped_kind_without_norms_has_those_that_ship()
    {
        foreach (var shipped in (DealProcess[])[ShippedKinds.StandardSale, ShippedKinds.ManualSale])
        {
            var stored = shipped with { Stages = [.. shipped.Stages.Select(stage => stage with { NormDays = null })] };
            Norms(ShippedKinds.WithNorms(stored)).Should().Equal(Norms(shipped));
            Norms(ShippedKinds.WithNorms(stored with { Version = 2 })).Should().OnlyContain(days => days == null);
            Norms(ShippedKinds.WithNorms(stored with { Code = "own" })).Should().OnlyContain(days => days == null);
            Norms(new DealKind(stored.Code, [new(stored, default)], null, false).InForce!)
                .Should()
                .Equal(Norms(shipped));
        }

        Norms(ShippedKinds.StandardSale).Should().Equal(5, 5, 7, 7, 14, 5, 30);
        Norms(ShippedKinds.ManualSale).Should().Equal(30, 30);
        var own = ShippedKinds.ManualSale with
        {
            Stages =
            [
                .. ShippedKinds.ManualSale.Stages.Select((stage, i) => stage with { NormDays = i == 0 ? 3 : null }),
            ],
        };
        Norms(ShippedKinds.WithNorms(own)).Should().Equal(3, null);
    }

    private static IEnumerable<int?> Norms(DealProcess process) => process.Stages.Select(stage => stage.NormDays);

    private static IFormatProvider Culture => System.Globalization.CultureInfo.InvariantCulture;
}
