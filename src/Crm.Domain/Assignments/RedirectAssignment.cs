namespace Crm.Domain.Assignments;

/// <summary>Gives an assignment to another user; a declined one is open again.</summary>
/// <param name="Zone">Time zone of the new assignee.</param>
public sealed record RedirectAssignment(UserId To, TimeZoneInfo Zone, Personal? Reason) : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context)
    {
        if (!caller.Arranges(assignment))
            return AssignmentRule.NotAuthor;
        if (assignment.Status != AssignmentStatus.Declined && AssignmentRule.NotInWork(assignment) is { } refusal)
            return refusal;
        if (assignment.Assignee == To && assignment.IsOpen)
            return Decision.AlreadySatisfied;
        var due = assignment.Due?.In(Zone, context.Now);
        return Accept(new AssignmentRedirected(To, Reason) { Due = due == assignment.Due ? null : due }, context);
    }
}
