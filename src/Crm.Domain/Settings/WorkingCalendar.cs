using System.Text.Json.Serialization;

namespace Crm.Domain.Settings;

/// <summary>A day of the week.</summary>
[JsonConverter(typeof(CamelCase<Weekday>))]
public enum Weekday
{
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// <summary>Working days of the company.</summary>
/// <param name="WeekDays">Working days of an ordinary week, from Monday on.</param>
/// <param name="Holidays">Dates off in spite of their weekday.</param>
/// <param name="WorkingDates">Dates worked in spite of their weekday: a Saturday moved by decree.</param>
public sealed record WorkingCalendar(
    ImmutableArray<Weekday> WeekDays,
    ImmutableArray<DateOnly> Holidays,
    ImmutableArray<DateOnly> WorkingDates
)
{
    private const int MostDates = 2000;

    public static WorkingCalendar Initial { get; } =
        new([Weekday.Monday, Weekday.Tuesday, Weekday.Wednesday, Weekday.Thursday, Weekday.Friday], [], []);

    public bool IsWorking(DateOnly date) =>
        WorkingDates.Contains(date)
        || (WeekDays.Contains((Weekday)(((int)date.DayOfWeek + 6) % 7)) && !Holidays.Contains(date));

    /// <summary>
    /// The day that is the given number of working days after another; for 0 that day itself, or the next working day.
    /// </summary>
    public DateOnly After(DateOnly from, int days)
    {
        var day = from;
        // Bounded: a calendar without a working day for ten years is treated as having none.
        for (var (left, tries) = (days, 0); tries < 3660; tries++)
        {
            if (tries > 0 && IsWorking(day))
                left--;
            if (left <= 0 && IsWorking(day))
                break;
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>Canonical form: order and repetition have no meaning.</summary>
    public WorkingCalendar InOrder() =>
        new([.. WeekDays.Distinct().Order()], [.. Holidays.Distinct().Order()], [.. WorkingDates.Distinct().Order()]);

    public IEnumerable<Fault> Faults(string pointer)
    {
        if (WeekDays.IsEmpty)
            yield return new Fault($"{pointer}/weekDays", "member.empty", "at least one day");
        if (Holidays.Length > MostDates)
            yield return new Fault($"{pointer}/holidays", "member.too_many", $"at most {MostDates}");
        if (WorkingDates.Length > MostDates)
            yield return new Fault($"{pointer}/workingDates", "member.too_many", $"at most {MostDates}");
        foreach (var both in Holidays.Intersect(WorkingDates).Take(10))
            yield return new Fault($"{pointer}/workingDates", "calendar.both", $"{both} in one of the two lists");
    }

    public bool Equals(WorkingCalendar? other) =>
        other is not null
        && WeekDays.SequenceEqual(other.WeekDays)
        && Holidays.SequenceEqual(other.Holidays)
        && WorkingDates.SequenceEqual(other.WorkingDates);

    public override int GetHashCode() => HashCode.Combine(WeekDays.Length, Holidays.Length, WorkingDates.Length);
}
