namespace Crm.Domain.Assignments;

/// <summary>Completes an assignment; with a reviewer it awaits their answer, else it has ended.</summary>
public sealed record CompleteAssignment(Personal? Result) : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context)
    {
        if (assignment.OpenTo is { } role && caller.HasRole(role))
            return AssignmentRule.NotAccepted(assignment);
        if (!caller.Works(assignment))
            return AssignmentRule.NotAssignee;
        if (assignment.Status is AssignmentStatus.AwaitsReview or AssignmentStatus.Completed)
            return Decision.AlreadySatisfied;
        return AssignmentRule.NotInWork(assignment) is { } refusal
            ? refusal
            : Accept(new AssignmentCompleted(Result), context);
    }
}
