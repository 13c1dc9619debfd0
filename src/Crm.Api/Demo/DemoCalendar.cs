namespace Crm.Api.Demo;

/// <summary>
/// The working days before the day of the start, 14 months of them, so that the sales of a whole year have their beginnings. Days are
/// counted from 0; the last one is yesterday.
/// </summary>
internal sealed class DemoCalendar
{
    private const int Months = 14;

    /// <summary>Moscow has no summer time.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(3);

    /// <summary>How busy the months are, January first: offices are furnished in autumn and before the end of the year.</summary>
    private static readonly int[] Season = [5, 8, 11, 10, 7, 9, 7, 10, 14, 13, 13, 16];

    private readonly DateOnly[] days;
    private readonly int[] weights;

    public DemoCalendar(DateOnly today)
    {
        Today = today;
        var first = today.AddMonths(-Months);
        days =
        [
            .. Enumerable
                .Range(0, today.DayNumber - first.DayNumber)
                .Select(first.AddDays)
                .Where(day => IsWorkingDay(day) || day >= today.AddDays(-2)),
        ];
        weights = [.. days.Select(day => day > today.AddYears(-1) ? Season[day.Month - 1] : 0)];
    }

    public DateOnly Today { get; }

    public int Last => days.Length - 1;

    /// <summary>The day at the company, for an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public DateOnly Date(int day) => days[day];

    public DateTimeOffset At(int day, int minute) =>
        new DateTimeOffset(days[day].ToDateTime(new TimeOnly(minute / 60, minute % 60)), Offset).ToUniversalTime();

    /// <summary>The first working day from a date on, at the latest yesterday.</summary>
    public int OnOrAfter(DateOnly date) => Math.Min(days.Count(day => day < date), Last);

    /// <summary>A day of the last year, more often in a busy month.</summary>
    public int Busy(DemoRandom random) => random.Weighted(weights);

    // The two days before the start count whatever they are: on a Monday all short tasks would be overdue otherwise.
    private static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day is not { Month: 1, Day: <= 8 };
}
