using Crm.Domain.Assignments;
using static Crm.Domain.Tests.Assignments.Errand;

namespace Crm.Domain.Tests.Assignments;

/// <summary>The life of an assignment: who may do which step when.</summary>
public sealed class AssignmentLifeTests
{
    private static readonly AssignmentGiven Given = To(Assignee);
    private static readonly AssignmentAccepted Accepted = new(Assignee) { HappenedAt = Now };
    private static readonly AssignmentCompleted Done = new(Text("Дозвонился")) { HappenedAt = Now };
    private static readonly AssignmentGiven Reviewed = Given with { Reviewer = Reviewer };

    [Fact]
    public void The_assignee_accepts_once()
    {
        After(Given).When(new AcceptAssignment(), As(Assignee)).MustAccept().Should().BeOfType<AssignmentAccepted>();
        After(Given, Accepted).When(new AcceptAssignment(), As(Assignee)).Should().Be(Decision.AlreadySatisfied);
        After(Given).When(new AcceptAssignment(), As(Author)).Code().Should().Be("assignment.not_assignee");
    }

    [Fact]
    public void The_first_member_of_a_role_to_accept_has_it()
    {
        var open = After(ToRole("sales-manager"));
        (open.OpenTo, open.Assignee).Should().Be(("sales-manager", null));
        var taken = open.When(new AcceptAssignment(), As(Colleague)).MustAccept();
        var after = After(ToRole("sales-manager"), taken);
        (after.OpenTo, after.Assignee, after.Status).Should().Be((null, Colleague, AssignmentStatus.Accepted));
        var late = after.When(new AcceptAssignment(), As(Assignee));
        late.Code().Should().Be("assignment.taken");
        late.Refused!.Blockers.Should().ContainSingle().Which.Actual.ToString().Should().Be("accepted");
        open.When(new AcceptAssignment(), As(Assignee, "accountant")).Code().Should().Be("assignment.not_assignee");
    }

    [Fact]
    public void What_is_open_to_a_role_is_accepted_before_it_is_completed()
    {
        var refused = After(ToRole("sales-manager")).When(new CompleteAssignment(null), As(Colleague));
        refused.Code().Should().Be("assignment.not_accepted");
        refused.Refused!.Blockers[0].Fix.Should().BeOfType<Fix.AcceptAssignment>();
    }

    [Fact]
    public void Without_a_reviewer_completing_ends_it()
    {
        var done = After(Given, Accepted, Done);
        (done.Status, done.IsOpen, done.ClosedAt).Should().Be((AssignmentStatus.Completed, false, Now));
        done.When(new CompleteAssignment(null), As(Assignee)).Should().Be(Decision.AlreadySatisfied);
        done.When(new ConfirmAssignment(), As(Reviewer)).Code().Should().Be("assignment.not_reviewer");
    }

    [Fact]
    public void With_a_reviewer_it_awaits_review_and_is_confirmed_or_returned_with_a_count()
    {
        var awaiting = After(Reviewed, Accepted, Done);
        (awaiting.Status, awaiting.IsOpen).Should().Be((AssignmentStatus.AwaitsReview, true));
        awaiting.When(new ConfirmAssignment(), As(Assignee)).Code().Should().Be("assignment.not_reviewer");
        var returned = awaiting.When(new ReturnAssignment(Text("Нет даты")), As(Reviewer)).MustAccept();
        var again = After(Reviewed, Accepted, Done, returned);
        (again.Status, again.Returned, again.Reason!.Text).Should().Be((AssignmentStatus.Accepted, 1, "Нет даты"));
        again.When(new ReturnAssignment(Text("Ещё")), As(Reviewer)).Code().Should().Be("assignment.not_in_review");
        var confirmed = awaiting.When(new ConfirmAssignment(), As(Reviewer)).MustAccept();
        var ended = After(Reviewed, Accepted, Done, confirmed);
        ended.Status.Should().Be(AssignmentStatus.Completed);
        ended.When(new ConfirmAssignment(), As(Reviewer)).Should().Be(Decision.AlreadySatisfied);
    }

    [Fact]
    public void A_declined_one_is_given_to_another_user()
    {
        var declined = After(Given).When(new DeclineAssignment(Text("Занят")), As(Assignee)).MustAccept();
        var after = After(Given, declined);
        (after.Status, after.IsOpen, after.Reason!.Text).Should().Be((AssignmentStatus.Declined, false, "Занят"));
        after.When(new AcceptAssignment(), As(Assignee)).Code().Should().Be("assignment.closed");
        var redirected = after.When(new RedirectAssignment(Colleague, Moscow, null), As(Author)).MustAccept();
        var open = After(Given, declined, redirected);
        (open.Status, open.Assignee, open.ClosedAt).Should().Be((AssignmentStatus.Given, Colleague, null));
    }

    [Fact]
    public void Redirecting_is_for_assignee_author_and_heads()
    {
        var redirect = new RedirectAssignment(Colleague, Moscow, null);
        foreach (var caller in (AssignmentCaller[])[As(Assignee), As(Author), AsHead()])
            After(Given).When(redirect, caller).MustAccept().Should().BeOfType<AssignmentRedirected>();
        After(Reviewed).When(redirect, As(Reviewer)).Code().Should().Be("assignment.not_author");
        After(Reviewed, Accepted, Done).When(redirect, As(Author)).Code().Should().Be("assignment.in_review");
        After(Given).When(redirect with { To = Assignee }, As(Author)).Should().Be(Decision.AlreadySatisfied);
    }

    [Fact]
    public void Cancelling_is_for_the_author_and_heads()
    {
        var cancel = new CancelAssignment(Text("Не нужно"));
        After(Given).When(cancel, As(Assignee)).Code().Should().Be("assignment.not_author");
        var cancelled = After(Given).When(cancel, AsHead()).MustAccept();
        var after = After(Given, cancelled);
        after.Status.Should().Be(AssignmentStatus.Cancelled);
        after.When(cancel, As(Author)).Should().Be(Decision.AlreadySatisfied);
        after.When(new CompleteAssignment(null), As(Assignee)).Code().Should().Be("assignment.closed");
        After(Given, Accepted, Done).When(cancel, As(Author)).Code().Should().Be("assignment.closed");
    }

    [Fact]
    public void Only_values_that_differ_are_an_edit()
    {
        var assignment = After(Given);
        assignment
            .When(new EditAssignment(Text("Перезвонить"), Importance.Normal), As(Author))
            .Should()
            .Be(Decision.AlreadySatisfied);
        var edited = (AssignmentEdited)
            assignment.When(new EditAssignment(null, Importance.High), As(Author)).MustAccept();
        (edited.Importance, edited.Title.Text).Should().Be((Importance.High, "Перезвонить"));
        assignment
            .When(new EditAssignment(null, Importance.High), As(Assignee))
            .Code()
            .Should()
            .Be("assignment.not_author");
    }

    [Fact]
    public void A_due_date_of_a_review_needs_a_reviewer()
    {
        var edit = new EditAssignment(null, null) { ChangesReviewDue = true, ReviewDue = new(DueAt, true) };
        After(Given).When(edit, As(Author)).Refused!.Faults[0].Pointer.Should().Be("/reviewDueAt");
        After(Reviewed).When(edit, As(Author)).MustAccept();
    }
}
