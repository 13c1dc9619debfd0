namespace Crm.Domain.Assignments;

/// <summary>Cancels an assignment that has not ended.</summary>
public sealed record CancelAssignment(Personal Reason) : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context) =>
        !caller.Directs(assignment) ? AssignmentRule.NotAuthor
        : assignment.Status == AssignmentStatus.Cancelled ? Decision.AlreadySatisfied
        : !assignment.IsOpen ? AssignmentRule.Closed(assignment)
        : Accept(new AssignmentCancelled(Reason), context);
}
