using System.Globalization;
using Crm.Domain.Reminders;

namespace Crm.Domain.Tests.Reminders;

/// <summary>Knows rules of <c>FREQ=DAILY</c> with INTERVAL and COUNT: enough to follow what decisions do with occurrences.</summary>
internal sealed class DailyRecurrences : IRecurrences
{
    public static DailyRecurrences Instance { get; } = new();

    public IEnumerable<DateTimeOffset> After(string rule, DateTimeOffset start, string timeZone, DateTimeOffset after)
    {
        var parts = RepeatRule.Parts(rule)!;
        int Number(string name, int otherwise) =>
            parts.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

        for (var i = 0; i < Number("COUNT", 100_000); i++)
            if (start.AddDays(i * Number("INTERVAL", 1)) is var at && at > after)
                yield return at;
    }
}

/// <summary>Reminders of Anna, folded from events.</summary>
internal static class Remind
{
    public static readonly ReminderId Id = new(Known.Id(700));
    public static readonly StageTaskId Task = new(Known.Id(701));

    public static Reminder Once(DateTimeOffset at) => Given(new ReminderTiming(at, null, null), at);

    public static Reminder Daily(DateTimeOffset start, string rule = "FREQ=DAILY") =>
        Given(new ReminderTiming(start, rule, null), start);

    /// <summary>A day before a due date.</summary>
    public static Reminder DayBefore(DateTimeOffset due) =>
        Given(new ReminderTiming(null, null, new DueTie("P1D") { Task = Task }), due.AddDays(-1), due);

    public static Reminder And(this Reminder reminder, params DomainEvent[] events) =>
        events.Aggregate(reminder, (before, one) => Reminder.Evolve(before, Id, one)!);

    /// <summary>What the timer records; nothing stands in the way unless stated.</summary>
    public static DomainEvent? At(
        this Reminder reminder,
        DateTimeOffset now,
        DueDate? due = null,
        string? obstacle = null
    ) => SettleReminder.Decide(reminder, new(obstacle, due), DailyRecurrences.Instance, now);

    private static Reminder Given(ReminderTiming timing, DateTimeOffset next, DateTimeOffset? due = null) =>
        Reminder.Evolve(
            null,
            Id,
            new ReminderSet(Anna, Text("Перезвонить"), timing, Moscow.Id, next)
            {
                Deal = TheDeal,
                DueAt = due,
                HappenedAt = Monday,
            }
        )!;
}
