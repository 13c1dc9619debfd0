using Crm.Domain.Reminders;

namespace Crm.Domain.Tests.Reminders;

/// <summary>Setting, changing, snoozing and dismissing a reminder.</summary>
public sealed class ReminderCommandTests
{
    private static readonly DateTimeOffset Later = Monday.AddHours(2);
    private static readonly DueTie Tie = new("P1D") { Task = Remind.Task };
    private static readonly Reminder Shown = Remind.Daily(Later).And(Fire(Later, Later.AddDays(1)));

    [Fact]
    public void A_time_ahead_is_its_first_instant() => Set(new(Later, null, null)).NextAt.Should().Be(Later);

    [Theory]
    [InlineData(0), InlineData(-5)]
    public void A_time_that_is_past_is_refused(int hours) =>
        Refused(new(Monday.AddHours(hours), null, null))
            .Should()
            .BeEquivalentTo(new { Pointer = "/at", Code = "time.past" });

    [Fact]
    public void A_rule_begins_with_its_first_occurrence_ahead() =>
        Set(new(Monday.AddDays(-10).AddHours(1), "FREQ=DAILY", null)).NextAt.Should().Be(Monday.AddHours(1));

    [Fact]
    public void A_rule_that_is_over_is_refused() =>
        Refused(new(Monday.AddDays(-10), "FREQ=DAILY;COUNT=3", null))
            .Should()
            .BeEquivalentTo(new { Pointer = "/repeat", Code = "repeat.never_occurs" });

    [Fact]
    public void A_rule_that_begins_more_than_ten_years_back_is_refused() =>
        Refused(new(Monday.AddYears(-10).AddDays(-1), "FREQ=DAILY", null)).Code.Should().Be("time.too_far");

    [Fact]
    public void A_tie_takes_its_instant_from_the_due_date()
    {
        var set = Set(new(null, null, Tie), new(true, Monday.AddDays(3)));
        (set.NextAt, set.DueAt).Should().Be((Monday.AddDays(2), Monday.AddDays(3)));
    }

    [Fact]
    public void A_task_that_is_unknown_or_finished_is_refused()
    {
        Refused(new(null, null, Tie))
            .Should()
            .BeEquivalentTo(new { Pointer = "/before/taskId", Code = "task.not_found" });
        Refused(new(null, null, Tie), new(false, Later)).Code.Should().Be("task.not_open");
    }

    [Fact]
    public void A_rule_that_leaves_months_out_says_which()
    {
        IEnumerable<DateTimeOffset> ThirtyFirsts()
        {
            for (var at = Utc(1, 31, "09:00"); at.Year < 2032; )
            {
                yield return at;
                do at = at.AddDays(1);
                while (at.Day != 31);
            }
        }

        RepeatGaps
            .Of("FREQ=MONTHLY;BYMONTHDAY=31", Moscow, ThirtyFirsts())
            .Should()
            .Equal("2026-02", "2026-04", "2026-06", "2026-09");
        RepeatGaps.Of("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=1,3", Moscow, ThirtyFirsts()).Should().BeEmpty();
        RepeatGaps
            .Of(
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                Moscow,
                [new(2028, 2, 29, 9, 0, 0, default), new(2032, 2, 29, 9, 0, 0, default)]
            )
            .Should()
            .Equal("2029", "2030", "2031");
        RepeatGaps.Of("FREQ=DAILY", Moscow, ThirtyFirsts()).Should().BeEmpty();
    }

    [Fact]
    public void Another_time_begins_anew_and_ends_what_is_shown()
    {
        var events = Edit(Shown, new(true, Later.AddDays(5), false, null, true, null, null)).Events;
        var after = Shown.And([.. events]);
        (after.Firing, after.NextAt, after.Timing.Repeat).Should().Be((null, Later.AddDays(5), null));
    }

    [Fact]
    public void A_new_tie_ends_rule_and_instant_and_the_other_way_round()
    {
        var tied = new TimingPatch(false, null, true, Tie, false, null, null).Over(Shown).Wanted!.Timing;
        tied.Should().Be(new ReminderTiming(null, null, Tie));
        var back = new TimingPatch(true, Later, false, null, false, null, null);
        back.Over(Remind.DayBefore(Later)).Wanted!.Timing.Should().Be(new ReminderTiming(Later, null, null));
    }

    [Fact]
    public void Contradictory_times_are_refused()
    {
        static string? Code(TimingPatch patch, Reminder on) => patch.Over(on).Fault?.Code;
        Code(new(true, null, false, null, false, null, null), Shown).Should().Be("member.required");
        Code(new(true, Later, true, Tie, false, null, null), Shown).Should().Be("member.conflict");
        Code(new(false, null, false, null, true, "FREQ=DAILY", null), Remind.DayBefore(Later))
            .Should()
            .Be("member.conflict");
    }

    [Fact]
    public void The_same_values_are_no_event() =>
        Edit(Shown, new(true, Later, false, null, true, "FREQ=DAILY", Moscow)).Events.Should().BeEmpty();

    [Fact]
    public void Only_what_is_shown_or_snoozed_can_be_snoozed()
    {
        new SnoozeReminder(Later, "/until")
            .Decide(Remind.Once(Later.AddDays(1)), Monday)
            .Refused!.Code.Should()
            .Be("reminder.not_due");
        var until = Later.AddHours(1);
        var snoozed = Shown.And([.. new SnoozeReminder(until, "/until").Decide(Shown, Later).Events]);
        (snoozed.Status, snoozed.NextAt).Should().Be((ReminderStatus.Scheduled, until));
        new SnoozeReminder(until, "/until").Decide(snoozed, Later).Should().Be(Decision.AlreadySatisfied);
        new SnoozeReminder(Later, "/until").Decide(Shown, Later).Refused!.Faults.Single().Code.Should().Be("time.past");
        new SnoozeReminder(Later.AddYears(2), "/until")
            .Decide(Shown, Later)
            .Refused!.Faults.Single()
            .Code.Should()
            .Be("time.too_far");
    }

    [Fact]
    public void Dismissing_leaves_the_rule_and_the_series_ends_it()
    {
        var once = Shown.And([.. new DismissReminder(false).Decide(Shown, Later).Events]);
        (once.Status, once.NextAt).Should().Be((ReminderStatus.Scheduled, Later.AddDays(1)));
        new DismissReminder(false).Decide(once, Later).Should().Be(Decision.AlreadySatisfied);
        var series = once.And([.. new DismissReminder(true).Decide(once, Later).Events]);
        (series.Status, series.EndReason).Should().Be((ReminderStatus.Done, ReminderEnds.Dismissed));
        new DismissReminder(true).Decide(series, Later).Should().Be(Decision.AlreadySatisfied);
    }

    [Fact]
    public void Dismissing_what_has_not_fired_yet_cancels_it() =>
        new DismissReminder(false)
            .Decide(Remind.Once(Later), Monday)
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .Be(new ReminderDismissed(true) { HappenedAt = Monday });

    private static ReminderFired Fire(DateTimeOffset at, DateTimeOffset? next) => new(at, 1, next) { HappenedAt = at };

    private static TimingContext Context(DueDate? due = null) => new(DailyRecurrences.Instance, _ => due, Monday);

    private static Decision Decide(ReminderTiming timing, DueDate? due) =>
        new SetReminder(
            new ReminderSet(Anna, Text("Позвонить"), timing, Moscow.Id, default) { HappenedAt = Monday },
            new(timing, Moscow)
        ).Decide(null, Context(due));

    private static ReminderSet Set(ReminderTiming timing, DueDate? due = null) =>
        Decide(timing, due).Events.Should().ContainSingle().Which.Should().BeOfType<ReminderSet>().Subject;

    private static Fault Refused(ReminderTiming timing, DueDate? due = null) =>
        Decide(timing, due).Refused!.Faults.Single();

    private static Decision Edit(Reminder reminder, TimingPatch patch) =>
        new EditReminder(null, patch).Decide(reminder, Context());
}
