namespace Crm.Domain.Assignments;

/// <summary>Moves the due date of an assignment; the first one stays known.</summary>
/// <param name="Due">Makes the due date of the assignee's time zone.</param>
public sealed record PostponeAssignment(Func<UserId?, DateTimeOffset, DueDate> Due, Personal Reason) : AssignmentCommand
{
    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context)
    {
        if (!caller.Arranges(assignment))
            return AssignmentRule.NotAuthor;
        if (AssignmentRule.NotInWork(assignment) is { } refusal)
            return refusal;
        var due = Due(assignment.Assignee, context.Now);
        return due.At == assignment.Due?.At ? Decision.AlreadySatisfied
            : !due.Timed ? Rejection.Invalid(due.On is null ? "/dueAt" : "/dueOn", "due.past", "in the future")
            : Accept(new AssignmentPostponed(due, Reason), context);
    }
}
