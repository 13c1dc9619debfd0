namespace Crm.Domain.Assignments;

/// <summary>Takes an assignment on: the assignee, or the first member of the role that it is open to.</summary>
public sealed record AcceptAssignment : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context)
    {
        if (caller.User is not { } me || !caller.Works(assignment) && !caller.WasOffered(assignment))
            return AssignmentRule.NotAssignee;
        if (assignment.Assignee is not null && !caller.Works(assignment))
            return AssignmentRule.Taken(assignment);
        if (assignment.Status is AssignmentStatus.Declined or AssignmentStatus.Cancelled)
            return AssignmentRule.Closed(assignment);
        return assignment.Status == AssignmentStatus.Given
            ? Accept(new AssignmentAccepted(assignment.Assignee ?? me), context)
            : Decision.AlreadySatisfied;
    }
}
