using static Crm.Domain.Tests.Assignments.Errand;

namespace Crm.Domain.Tests.Assignments;

/// <summary>Who sees an assignment.</summary>
public sealed class AssignmentSightTests
{
    [Fact]
    public void Author_assignee_reviewer_and_their_heads_see_it()
    {
        var assignment = After(To(Assignee) with { Reviewer = Reviewer });
        foreach (var user in (UserId[])[Author, Assignee, Reviewer])
            As(user).Sees(assignment).Should().BeTrue();
        AsHead().Sees(assignment).Should().BeTrue();
        As(Colleague).Sees(assignment).Should().BeFalse();
        As(Colleague, "director").Sees(assignment).Should().BeTrue();
        As(Colleague, "auditor").Sees(assignment).Should().BeTrue();
    }

    [Fact]
    public void Members_of_the_role_see_it_while_nobody_has_accepted_it()
    {
        var open = ToRole("sales-manager");
        As(Colleague).Sees(After(open)).Should().BeTrue();
        var taken = After(open, new Crm.Domain.Assignments.AssignmentAccepted(Assignee));
        As(Colleague).Sees(taken).Should().BeFalse();
        As(Colleague).WasOffered(taken).Should().BeTrue();
        As(Assignee).Sees(taken).Should().BeTrue();
    }
}
