namespace Crm.Domain.Assignments;

/// <summary>Changes title, text, importance and review of an assignment. Only values that differ become an event.</summary>
/// <param name="Title">Null: stays.</param>
public sealed record EditAssignment(Personal? Title, Importance? Importance) : AssignmentCommand
{
    /// <summary>Whether the text is replaced by <see cref="Text"/>.</summary>
    public bool ChangesText { get; init; }
    public Personal? Text { get; init; }

    /// <summary>Whether the reviewer is replaced by <see cref="Reviewer"/>.</summary>
    public bool ChangesReviewer { get; init; }
    public UserId? Reviewer { get; init; }

    /// <summary>Whether the due date of the review is replaced by <see cref="ReviewDue"/>.</summary>
    public bool ChangesReviewDue { get; init; }
    public DueDate? ReviewDue { get; init; }

    public override Decision Decide(Assignment assignment, AssignmentCaller caller, CommandContext context)
    {
        if (!caller.Directs(assignment))
            return AssignmentRule.NotAuthor;
        if (!assignment.IsOpen)
            return AssignmentRule.Closed(assignment);
        var reviewer = ChangesReviewer ? Reviewer : assignment.Reviewer;
        if (ChangesReviewer && reviewer is null && AssignmentRule.NotInWork(assignment) is { } awaited)
            return awaited;
        var due = ChangesReviewDue ? ReviewDue : assignment.ReviewDue;
        if (due is not null && reviewer is null)
            return Rejection.Invalid("/reviewDueAt", "review.no_reviewer", "with reviewerId");
        var edited = new AssignmentEdited(
            Title is not null && !Title.SameText(assignment.Title) ? Title : assignment.Title,
            ChangesText && Text?.Text != assignment.Text?.Text ? Text : assignment.Text,
            Importance ?? assignment.Importance
        )
        {
            Reviewer = reviewer,
            ReviewDue = due?.At == assignment.ReviewDue?.At ? assignment.ReviewDue : due,
        };
        return Same(edited, assignment) ? Decision.AlreadySatisfied : Accept(edited, context);
    }

    private static bool Same(AssignmentEdited edited, Assignment assignment) =>
        edited.Title == assignment.Title
        && edited.Text == assignment.Text
        && edited.Importance == assignment.Importance
        && edited.Reviewer == assignment.Reviewer
        && edited.ReviewDue == assignment.ReviewDue;
}
