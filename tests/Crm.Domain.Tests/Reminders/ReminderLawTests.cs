using Crm.Domain.Reminders;
using CsCheck;

namespace Crm.Domain.Tests.Reminders;

/// <summary>
/// Under random commands, clocks that jump both ways, servers that are down and due dates that move, each occurrence is fired exactly
/// once.
/// </summary>
public sealed class ReminderLawTests
{
    private static readonly Cases Sequences = new(Few: 2000, Full: 50_000);

    /// <summary>A step: what is done, and by how many hours the clock moves before it.</summary>
    private static readonly Gen<(int Kind, int Hours)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[-40, 90]).Array[
        1,
        40
    ];

    [Fact]
    public void Every_occurrence_of_a_rule_that_a_sweep_has_reached_is_counted_once() =>
        Steps.Sample(
            steps =>
            {
                var (now, reminder) = (Monday, Remind.Daily(Monday.AddHours(1)));
                var epoch = (Start: Monday.AddHours(1), Interval: 1, Seen: now.AddTicks(-1), Counted: 0);
                foreach (var (kind, hours) in steps)
                {
                    now = now.AddHours(hours);
                    if (kind == 0)
                    {
                        Check(epoch);
                        var interval = 1 + Math.Abs(hours) % 3;
                        var timing = new ReminderTiming(now.AddHours(1), $"FREQ=DAILY;INTERVAL={interval}", null);
                        reminder = reminder.And(new ReminderTimingChanged(timing, Moscow.Id, now.AddHours(1)));
                        epoch = (now.AddHours(1), interval, now, 0);
                        continue;
                    }

                    if (kind > 3)
                        epoch = epoch with { Seen = now > epoch.Seen ? now : epoch.Seen };
                    foreach (var one in Events(kind, reminder, now))
                    {
                        reminder = reminder.And(one);
                        epoch.Counted += one is ReminderFired fired ? fired.Occurrences : 0;
                    }
                }

                Check(epoch);
            },
            iter: Sequences.Count
        );

    [Fact]
    public void A_due_date_is_fired_for_once_however_it_moves() =>
        Steps.Sample(
            steps =>
            {
                var (now, due) = (Monday, new DueDate(true, Monday.AddDays(3)));
                var reminder = Remind.DayBefore(due.At);
                DateTimeOffset? last = null;
                foreach (var (kind, hours) in steps)
                {
                    now = now.AddHours(hours);
                    if (kind == 0)
                        due = due with { At = now.AddHours(3 * hours) };
                    if (kind == 1)
                        due = due with { IsOpen = !due.IsOpen };
                    foreach (var one in Events(kind, reminder, now, due))
                    {
                        reminder = reminder.And(one);
                        if (one is not ReminderFired { Occurrences: > 0 } fired)
                            continue;
                        due.IsOpen.Should().BeTrue();
                        fired.DueAt.Should().Be(due.At);
                        fired.DueAt.Should().NotBe(last, "it has fired for this date");
                        last = fired.DueAt;
                    }

                    if (kind > 3 && due.IsOpen && due.At.AddDays(-1) <= now)
                        reminder.SettledDueAt.Should().Be(due.At, "its instant is past");
                }
            },
            iter: Sequences.Count
        );

    /// <summary>All occurrences of the rule up to the latest instant that a sweep has seen.</summary>
    private static void Check((DateTimeOffset Start, int Interval, DateTimeOffset Seen, int Counted) epoch) =>
        epoch
            .Counted.Should()
            .Be(epoch.Seen < epoch.Start ? 0 : 1 + (int)((epoch.Seen - epoch.Start).TotalDays / epoch.Interval));

    /// <summary>Snoozes, dismissals, and sweeps of one or two hosts.</summary>
    private static IEnumerable<DomainEvent> Events(int kind, Reminder reminder, DateTimeOffset now, DueDate? due = null)
    {
        if (kind is 2 or 3)
            return (
                kind == 2
                    ? new SnoozeReminder(now.AddHours(5), "/until").Decide(reminder, now)
                    : new DismissReminder(false).Decide(reminder, now)
            ).Events.Where(one => one is not ReminderDismissed { Series: true });
        if (kind < 4)
            return [];
        List<DomainEvent> settled = [];
        // As the sweep does: until nothing is left. A second one finds nothing.
        while (reminder.At(now, due) is { } one)
        {
            settled.Add(one);
            reminder = reminder.And(one);
        }

        return settled;
    }
}
