using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>When tasks are due: calendar or working days, holidays and moved Saturdays, hours.</summary>
public sealed class DueTests
{
    private static readonly WorkingCalendar May = WorkingCalendar.Initial with
    {
        Holidays = [new(2026, 5, 1), new(2026, 5, 11)],
        WorkingDates = [new(2026, 5, 2)],
    };

    /// <summary>1 May 2026 is a Friday; instants are UTC, days are Moscow's (three hours ahead).</summary>
    [Theory]
    [InlineData("04-30 10:00", 0, 0, false, "04-30 20:59:59")]
    [InlineData("04-30 10:00", 2, 0, false, "05-02 20:59:59")]
    [InlineData("04-30 22:30", 0, 0, false, "05-01 20:59:59")]
    [InlineData("04-30 10:00", 1, 0, true, "05-02 20:59:59")]
    [InlineData("04-30 10:00", 2, 0, true, "05-04 20:59:59")]
    [InlineData("05-01 10:00", 0, 0, true, "05-02 20:59:59")]
    [InlineData("05-08 10:00", 1, 0, true, "05-12 20:59:59")]
    [InlineData("04-30 10:00", 0, 4, false, "04-30 14:00:00")]
    [InlineData("04-30 10:00", 1, 4, true, "05-02 14:00:00")]
    [InlineData("04-30 20:00", 0, 4, true, "05-02 00:00:00")]
    public void Is_counted_as_the_kind_says(string raised, int days, int hours, bool working, string due) =>
        new Due(days, hours, working).From(At(raised), Context, May).Should().Be(At(due));

    [Fact]
    public void Days_are_walked_one_by_one_whatever_the_calendar()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            var calendar = new WorkingCalendar(
                [.. Enum.GetValues<Weekday>().Where(_ => random.Next(2) == 0).DefaultIfEmpty(Weekday.Monday)],
                [.. Enumerable.Range(0, 20).Select(_ => new DateOnly(2026, 1, 1).AddDays(random.Next(365)))],
                []
            );
            var (from, days) = (new DateOnly(2026, 1, 1).AddDays(random.Next(300)), random.Next(20));
            var due = calendar.After(from, days);
            calendar.IsWorking(due).Should().BeTrue();
            var between = Enumerable
                .Range(1, due.DayNumber - from.DayNumber)
                .Count(x => calendar.IsWorking(from.AddDays(x)));
            between
                .Should()
                .Be(
                    days == 0
                        ? calendar.IsWorking(from)
                            ? 0
                            : 1
                        : days
                );
        }
    }

    private static CommandContext Context => new(Monday, null, Anna, Rights.All, Moscow, Guid.NewGuid);

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse("2026-" + text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
