namespace Crm.Domain.Assignments;

/// <summary>Refuses an assignment, before or after accepting it; its author may give it to another user.</summary>
public sealed record DeclineAssignment(Personal Reason) : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context) =>
        !caller.Works(assignment) ? AssignmentRule.NotAssignee
        : assignment.Status == AssignmentStatus.Declined ? Decision.AlreadySatisfied
        : AssignmentRule.NotInWork(assignment) is { } refusal ? refusal
        : Accept(new AssignmentDeclined(Reason), context);
}
