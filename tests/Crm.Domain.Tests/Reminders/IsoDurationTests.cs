using Crm.Domain.Reminders;

namespace Crm.Domain.Tests.Reminders;

/// <summary>Days go by the calendar of a zone, hours are exact.</summary>
public sealed class IsoDurationTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("PT30M", "2026-03-28T09:30:00Z")]
    [InlineData("P1D", "2026-03-29T08:00:00Z")]
    [InlineData("PT24H", "2026-03-29T09:00:00Z")]
    [InlineData("P1W", "2026-04-04T08:00:00Z")]
    [InlineData("P1M", "2026-04-28T08:00:00Z")]
    [InlineData("P1Y2M3DT4H5M6S", "2027-05-31T12:05:06Z")]
    public void It_moves_over_the_change_of_the_clock(string duration, string instant) =>
        ValueText.Of(IsoDuration.Parse(duration)!.After(Utc(3, 28, "09:00"), Berlin)).Should().Be(instant);

    [Fact]
    public void It_moves_back_as_well() =>
        IsoDuration.Parse("P1D")!.Before(Utc(3, 29, "08:00"), Berlin).Should().Be(Utc(3, 28, "09:00"));

    [Fact]
    public void A_local_time_that_there_is_not_becomes_the_one_after_the_gap() =>
        IsoDuration.Parse("P1D")!.After(Utc(3, 28, "01:30"), Berlin).Should().Be(Utc(3, 29, "01:30"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1")]
    [InlineData("1D")]
    [InlineData("-P1D")]
    [InlineData("P-1D")]
    [InlineData("P1.5D")]
    [InlineData("P1DT")]
    [InlineData("p1d")]
    [InlineData("P11Y")]
    [InlineData("PT999999999H")]
    [InlineData("P999999999999D")]
    [InlineData("P1D\n")]
    public void Other_texts_are_none(string? text) => IsoDuration.Parse(text).Should().BeNull();

    [Fact]
    public void Nothing_is_a_duration_of_its_own() => IsoDuration.Parse("PT0S")!.IsZero.Should().BeTrue();
}
