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

/// <summary>On which days the company works.</summary>
/// <param name="WeekDays">Days of an ordinary week, from Monday on.</param>
/// <param name="Holidays">Dates that are off all the same.</param>
/// <param name="WorkingDates">Dates that are worked all the same: a Saturday moved by decree.</param>
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

    /// <summary>The day that lies so many working days after another; with 0 that day itself, or the next one that is worked.</summary>
    public DateOnly After(DateOnly from, int days)
    {
        var day = from;
        // Ends in any case: a calendar without a working day for ten years is no calendar.
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

    /// <summary>Order and repetition mean nothing: one form of one calendar.</summary>
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
            yield return new Fault($"{pointer}/workingDates", "calendar.both", $"{both:yyyy-MM-dd}");
    }

    public bool Equals(WorkingCalendar? other) =>
        other is not null
        && WeekDays.SequenceEqual(other.WeekDays)
        && Holidays.SequenceEqual(other.Holidays)
        && WorkingDates.SequenceEqual(other.WorkingDates);

    public override int GetHashCode() => HashCode.Combine(WeekDays.Length, Holidays.Length, WorkingDates.Length);
}
