using System.Text.Json.Serialization;

namespace Crm.Domain.Reminders;

/// <summary>When a reminder fires: at an instant, by a rule that begins at an instant, or before a due date.</summary>
/// <param name="At">The instant, or the first possible occurrence of the rule; null before a due date.</param>
/// <param name="Repeat">A checked rule (<see cref="RepeatRule"/>); null: once.</param>
/// <param name="Before">The due date that it goes by; null: none.</param>
public sealed record ReminderTiming(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Repeat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DueTie? Before
);

/// <summary>
/// A tie to a due date: the reminder fires an interval before it and moves with it. Each sort of subject is a member of its own, of
/// which one is set.
/// </summary>
/// <param name="Interval">An <see cref="IsoDuration"/>.</param>
public sealed record DueTie(string Interval)
{
    /// <summary>A stage task of the reminder's deal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StageTaskId? Task { get; init; }

    public DateTimeOffset InstantOf(DueDate due, TimeZoneInfo zone) =>
        IsoDuration.Parse(Interval)!.Before(due.At, zone);
}

/// <summary>The due date of what a reminder is tied to, as it stands.</summary>
/// <param name="IsOpen">The subject is not finished.</param>
public sealed record DueDate(bool IsOpen, DateTimeOffset At);

/// <summary>Expands rules; implemented outside the domain, by a library.</summary>
public interface IRecurrences
{
    /// <summary>
    /// The occurrences of a rule later than an instant, in order and lazily; none for a rule that finds none within reasonable work.
    /// </summary>
    /// <param name="rule">A checked rule (<see cref="RepeatRule"/>).</param>
    /// <param name="start">The first possible occurrence.</param>
    /// <param name="timeZone">IANA name of the zone whose wall clock the rule goes by.</param>
    IEnumerable<DateTimeOffset> After(string rule, DateTimeOffset start, string timeZone, DateTimeOffset after);
}
