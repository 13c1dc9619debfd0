using Crm.Domain.Assignments;
using static Crm.Domain.Tests.Assignments.Errand;

namespace Crm.Domain.Tests.Assignments;

/// <summary>Due dates of assignments: postponed, in the assignee's time zone, overdue once.</summary>
public sealed class AssignmentDueTests
{
    private static readonly AssignmentGiven Given = To(Assignee);
    private static readonly AssignmentCompleted Done = new(Result: null) { HappenedAt = Now };

    [Fact]
    public void A_day_ends_in_the_time_zone_of_the_assignee()
    {
        var due = DueDate.OfDay(new(2026, 11, 24), Moscow, Now);
        (due.At, due.Timed).Should().Be((new(2026, 11, 24, 20, 59, 59, TimeSpan.Zero), true));
        var elsewhere = TimeZoneInfo.FindSystemTimeZoneById("Asia/Vladivostok");
        var redirected = (AssignmentRedirected)
            After(Given with { Due = due })
                .When(new RedirectAssignment(Colleague, elsewhere, null), As(Author))
                .MustAccept();
        redirected.Due!.At.Should().Be(new(2026, 11, 24, 13, 59, 59, TimeSpan.Zero));
        (
            (AssignmentRedirected)
                After(Given).When(new RedirectAssignment(Colleague, elsewhere, null), As(Author)).MustAccept()
        )
            .Due.Should()
            .BeNull("an exact time is the same everywhere");
    }

    [Fact]
    public void The_first_due_date_stays_known()
    {
        var later = DueAt.AddDays(2);
        var postpone = new PostponeAssignment((_, _) => new(later, true), Text("Клиент занят"));
        var moved = After(Given).When(postpone, As(Assignee)).MustAccept();
        var after = After(Given, moved);
        (after.Due!.At, after.FirstDueAt, after.Postponed).Should().Be((later, DueAt, 1));
        after.When(postpone, As(Author)).Should().Be(Decision.AlreadySatisfied);
        var twice = After(Given, moved, new AssignmentPostponed(new(later.AddDays(1), true), Text("Ещё")));
        (twice.FirstDueAt, twice.Postponed).Should().Be((DueAt, 2));
    }

    [Fact]
    public void A_due_date_is_not_moved_into_the_past()
    {
        var refused = After(Given)
            .When(
                new PostponeAssignment((_, _) => new(Now, false) { On = new(2026, 11, 22) }, Text("Раньше")),
                As(Author)
            );
        refused.Refused!.Faults.Should().ContainSingle().Which.Pointer.Should().Be("/dueOn");
    }

    [Fact]
    public void Overdue_is_recorded_once_and_again_for_another_date()
    {
        var assignment = After(Given);
        RecordAssignmentOverdue.Decide(assignment, At(DueAt.AddSeconds(-1))).Events.Should().BeEmpty();
        var overdue = RecordAssignmentOverdue.Decide(assignment, At(DueAt.AddDays(3))).MustAccept();
        overdue.Should().Be(new AssignmentOverdue(false) { HappenedAt = DueAt, Cause = Cause.Timer("assignment.due") });
        var noted = After(Given, overdue);
        RecordAssignmentOverdue.Decide(noted, At(DueAt.AddDays(4))).Events.Should().BeEmpty("late and double messages");
        var moved = After(Given, overdue, new AssignmentPostponed(new(DueAt.AddDays(9), true), Text("Позже")));
        moved.NextDueAt.Should().Be(DueAt.AddDays(9));
    }

    [Fact]
    public void What_has_ended_or_was_due_before_it_was_given_is_never_overdue()
    {
        After(Given, Done).NextDueAt.Should().BeNull();
        After(Given with { Due = new(DueAt, Timed: false) }).NextDueAt.Should().BeNull();
    }

    [Fact]
    public void While_it_awaits_review_the_due_date_is_that_of_the_review()
    {
        var review = DueAt.AddDays(5);
        var given = Given with { Reviewer = Reviewer, ReviewDue = new(review, true) };
        var awaiting = After(given, Done);
        awaiting.NextDueAt.Should().Be(review);
        var overdue = RecordAssignmentOverdue.Decide(awaiting, At(review)).MustAccept();
        overdue.Should().BeOfType<AssignmentOverdue>().Which.Review.Should().BeTrue();
        After(given, Done, overdue).NextDueAt.Should().BeNull();
        After(given, Done, overdue, new AssignmentReturned(Text("Нет даты"))).NextDueAt.Should().Be(DueAt);
    }
}
