namespace Crm.Domain.Assignments;

/// <summary>Confirms the result of an assignment that awaits review.</summary>
public sealed record ConfirmAssignment : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context) =>
        !caller.Is(assignment.Reviewer) ? AssignmentRule.NotReviewer
        : assignment.Status == AssignmentStatus.Completed ? Decision.AlreadySatisfied
        : assignment.Status != AssignmentStatus.AwaitsReview ? AssignmentRule.NotInReview(assignment)
        : Accept(new AssignmentConfirmed(), context);
}

/// <summary>Returns an assignment that awaits review for rework.</summary>
public sealed record ReturnAssignment(Personal Reason) : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context) =>
        !caller.Is(assignment.Reviewer) ? AssignmentRule.NotReviewer
        : assignment.Status != AssignmentStatus.AwaitsReview ? AssignmentRule.NotInReview(assignment)
        : Accept(new AssignmentReturned(Reason), context);
}
