namespace Crm.Domain.Assignments;

/// <summary>The timer's command: records once that the due date of the next step has passed, at that date.</summary>
public static class RecordAssignmentOverdue
{
    public static Decision Decide(Assignment assignment, CommandContext context) =>
        assignment.NextDueAt is { } due && due <= context.Now
            ? Decision.Accept(
                new AssignmentOverdue(assignment.Status == AssignmentStatus.AwaitsReview)
                {
                    HappenedAt = due,
                    Cause = Cause.Timer("assignment.due"),
                }
            )
            : Decision.AlreadySatisfied;
}
