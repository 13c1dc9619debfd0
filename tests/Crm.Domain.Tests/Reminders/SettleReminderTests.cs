using Crm.Domain.Reminders;

namespace Crm.Domain.Tests.Reminders;

/// <summary>What the timer records on a reminder: each occurrence once, whatever happened meanwhile.</summary>
public sealed class SettleReminderTests
{
    private static readonly DateTimeOffset Nine = Monday;
    private static readonly DateTimeOffset Due = Monday.AddDays(3);

    [Fact]
    public void It_does_not_fire_before_its_time() => Remind.Once(Nine).At(Nine.AddSeconds(-1)).Should().BeNull();

    [Fact]
    public void It_fires_once_at_its_time()
    {
        var fired = Fired(Remind.Once(Nine).At(Nine));
        fired
            .Should()
            .BeEquivalentTo(
                new
                {
                    PlannedFor = Nine,
                    Occurrences = 1,
                    NextAt = (DateTimeOffset?)null,
                }
            );
        var after = Remind.Once(Nine).And(fired);
        (after.Status, after.NextAt).Should().Be((ReminderStatus.Due, null));
        after.At(Nine.AddYears(1)).Should().BeNull();
    }

    [Fact]
    public void A_server_that_was_down_over_ten_occurrences_fires_once_and_says_how_many()
    {
        var fired = Fired(Remind.Daily(Nine).At(Nine.AddDays(9).AddHours(5)));
        (fired.Occurrences, fired.PlannedFor, fired.NextAt).Should().Be((10, Nine.AddDays(9), Nine.AddDays(10)));
    }

    [Fact]
    public void A_clock_that_goes_back_fires_nothing_again()
    {
        var after = Remind.Daily(Nine).And(Fired(Remind.Daily(Nine).At(Nine.AddDays(2))));
        after.At(Nine).Should().BeNull();
        after.At(Nine.AddDays(2)).Should().BeNull();
        Fired(after.At(Nine.AddDays(3))).Occurrences.Should().Be(1);
    }

    [Fact]
    public void The_last_occurrence_of_a_rule_is_the_end()
    {
        var twice = Remind.Daily(Nine, "FREQ=DAILY;COUNT=2");
        var first = twice.And(Fired(twice.At(Nine)));
        var second = Fired(first.At(Nine.AddDays(1)));
        second.NextAt.Should().BeNull();
        first.And(second).At(Nine.AddDays(9)).Should().BeNull();
    }

    [Fact]
    public void A_snooze_fires_beside_the_rule_and_together_with_it_once()
    {
        var snoozed = Remind.Daily(Nine).And(Fired(Remind.Daily(Nine).At(Nine)), new ReminderSnoozed(Nine.AddHours(1)));
        var again = Fired(snoozed.At(Nine.AddHours(1)));
        (again.Occurrences, again.PlannedFor, again.NextAt).Should().Be((0, Nine.AddHours(1), Nine.AddDays(1)));
        var late = Fired(snoozed.At(Nine.AddDays(1)));
        (late.Occurrences, late.NextAt).Should().Be((1, Nine.AddDays(2)));
        snoozed.And(late).SnoozedUntil.Should().BeNull();
    }

    [Theory]
    [
        InlineData(ReminderEnds.UserInactive),
        InlineData(ReminderEnds.DealClosed),
        InlineData(ReminderEnds.SubjectNotVisible)
    ]
    public void What_cannot_be_shown_is_settled_by_an_event_of_its_own(string obstacle)
    {
        var passed = Remind.Once(Nine).At(Nine, obstacle: obstacle);
        passed.Should().BeOfType<ReminderPassedOver>().Which.Reason.Should().Be(obstacle);
        var after = Remind.Once(Nine).And(passed!);
        (after.Status, after.EndReason, after.Firing).Should().Be((ReminderStatus.Done, obstacle, null));
        after.At(Nine.AddDays(1)).Should().BeNull();
    }

    [Fact]
    public void A_rule_goes_on_after_an_occurrence_that_was_passed_over()
    {
        var after = Remind.Daily(Nine).And(Remind.Daily(Nine).At(Nine, obstacle: ReminderEnds.UserInactive)!);
        (after.Status, after.EndReason).Should().Be((ReminderStatus.Scheduled, null));
        Fired(after.At(Nine.AddDays(1))).Occurrences.Should().Be(1);
    }

    [Fact]
    public void Before_a_due_date_it_moves_with_it()
    {
        var tied = Remind.DayBefore(Due);
        var moved = tied.At(Nine, new(true, Due.AddDays(7)));
        moved.Should().BeEquivalentTo(new { DueAt = Due.AddDays(7), NextAt = Due.AddDays(6) });
        var after = tied.And(moved!);
        after.At(Due, new(true, Due.AddDays(7))).Should().BeNull();
        Fired(after.At(Due.AddDays(6), new(true, Due.AddDays(7)))).DueAt.Should().Be(Due.AddDays(7));
    }

    [Fact]
    public void A_due_date_whose_instant_is_past_already_fires_once_and_at_once()
    {
        var tied = Remind.DayBefore(Due);
        var soon = new DueDate(true, Monday.AddHours(3));
        var fired = Fired(tied.At(Monday, soon));
        (fired.PlannedFor, fired.Occurrences, fired.DueAt).Should().Be((soon.At.AddDays(-1), 1, soon.At));
        tied.And(fired).At(Monday.AddDays(9), soon).Should().BeNull();
    }

    [Fact]
    public void After_it_fired_a_later_due_date_is_a_new_occurrence_and_the_same_one_is_not()
    {
        var fired = Remind.DayBefore(Due).And(Fired(Remind.DayBefore(Due).At(Due.AddDays(-1), new(true, Due))));
        fired.At(Due, new(true, Due)).Should().BeNull();
        var moved = fired.And(fired.At(Due, new(true, Due.AddDays(7)))!);
        moved.NextAt.Should().Be(Due.AddDays(6));
        var back = moved.And(moved.At(Due, new(true, Due))!);
        back.NextAt.Should().BeNull("it has fired for this date");
    }

    [Fact]
    public void A_finished_subject_ends_it_and_a_returned_one_revives_it()
    {
        var tied = Remind.DayBefore(Due);
        var ended = tied.And(tied.At(Nine, new(false, Due))!);
        (ended.Status, ended.EndReason, ended.NextAt)
            .Should()
            .Be((ReminderStatus.Done, ReminderEnds.SubjectFinished, null));
        ended.At(Nine, new(false, Due)).Should().BeNull();
        ended.At(Due, null).Should().BeNull();
        var revived = ended.At(Nine, new(true, Due));
        revived.Should().BeOfType<ReminderRevived>().Which.NextAt.Should().Be(Due.AddDays(-1));
        Fired(ended.And(revived!).At(Due, new(true, Due))).Occurrences.Should().Be(1);
        Fired(ended.At(Due, new(true, Due))).DueAt.Should().Be(Due, "its instant is past already");
    }

    [Fact]
    public void What_finished_after_it_fired_is_shown_no_more_and_does_not_fire_for_the_same_date_again()
    {
        var fired = Remind.DayBefore(Due).And(Fired(Remind.DayBefore(Due).At(Due.AddDays(-1), new(true, Due))));
        var ended = fired.And(fired.At(Due.AddDays(-1), new(false, Due))!);
        ended.Firing.Should().BeNull();
        ended
            .At(Due, new(true, Due))
            .Should()
            .BeOfType<ReminderRevived>()
            .Which.NextAt.Should()
            .BeNull("it has fired for this date");
    }

    [Fact]
    public void A_tie_whose_series_was_dismissed_stays_silent()
    {
        var over = Remind.DayBefore(Due).And(new ReminderDismissed(Series: true));
        over.At(Due, new(true, Due.AddDays(7))).Should().BeNull();
        over.At(Due, new(false, Due)).Should().BeNull();
    }

    private static ReminderFired Fired(DomainEvent? domainEvent) =>
        domainEvent.Should().BeOfType<ReminderFired>().Subject;
}
