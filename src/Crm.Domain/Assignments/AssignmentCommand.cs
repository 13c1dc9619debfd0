namespace Crm.Domain.Assignments;

/// <summary>A command on an assignment. That the caller sees it is checked before.</summary>
public abstract record AssignmentCommand
{
    public abstract Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context);

    protected static Decision Accept(DomainEvent domainEvent, CommandContext context) =>
        Decision.Accept(domainEvent with { HappenedAt = context.Now });
}

/// <summary>Refusals that commands on assignments share.</summary>
internal static class AssignmentRule
{
    public static Rejection NotAssignee { get; } = new(RejectionKind.Forbidden, "assignment.not_assignee");
    public static Rejection NotReviewer { get; } = new(RejectionKind.Forbidden, "assignment.not_reviewer");
    public static Rejection NotAuthor { get; } = new(RejectionKind.Forbidden, "assignment.not_author");

    /// <summary>Null while somebody has to work on it.</summary>
    public static Rejection? NotInWork(Assignment assignment) =>
        !assignment.IsOpen ? Closed(assignment)
        : assignment.Status == AssignmentStatus.AwaitsReview
            ? Conflict(
                "assignment.in_review",
                assignment,
                Phrase.Word(AssignmentStatus.Accepted),
                new Fix.ReviewAssignment(assignment.Id)
            )
        : null;

    public static Rejection Closed(Assignment assignment) =>
        Conflict("assignment.closed", assignment, "open", new Fix.ReviewAssignment(assignment.Id));

    public static Rejection NotInReview(Assignment assignment) =>
        Conflict(
            "assignment.not_in_review",
            assignment,
            Phrase.Word(AssignmentStatus.AwaitsReview),
            new Fix.CompleteAssignment(assignment.Id)
        );

    public static Rejection NotAccepted(Assignment assignment) =>
        Conflict(
            "assignment.not_accepted",
            assignment,
            Phrase.Word(AssignmentStatus.Accepted),
            new Fix.AcceptAssignment(assignment.Id)
        );

    public static Rejection Taken(Assignment assignment) =>
        Conflict("assignment.taken", assignment, Phrase.Word(AssignmentStatus.Given), null);

    private static Rejection Conflict(string code, Assignment assignment, Phrase expected, Fix? fix) =>
        Rejection.Conflict(
            code,
            new Blocker(code, $"assignment:{assignment.Id}", expected, Phrase.Word(assignment.Status), fix)
        );
}
