namespace Crm.Api.Assignments;

/// <summary>Declines an assignment.</summary>
/// <param name="Reason">Why, up to 10,000 characters; its author sees it.</param>
public sealed record DeclineAssignmentBody([SeveralLines] string Reason);

/// <summary>Gives an assignment to another user.</summary>
/// <param name="UserId">Id of an active user.</param>
/// <param name="Reason">Why, up to 10,000 characters.</param>
public sealed record RedirectAssignmentBody(Guid UserId, [SeveralLines] string? Reason = null);

/// <summary>Completes an assignment.</summary>
/// <param name="Result">What came of it, up to 10,000 characters.</param>
public sealed record CompleteAssignmentBody([SeveralLines] string? Result = null);

/// <summary>Returns an assignment for rework.</summary>
/// <param name="Reason">What is missing, up to 10,000 characters.</param>
public sealed record ReturnAssignmentBody([SeveralLines] string Reason);

/// <summary>Cancels an assignment.</summary>
/// <param name="Reason">Why, up to 10,000 characters.</param>
public sealed record CancelAssignmentBody([SeveralLines] string Reason);

/// <summary>Moves a due date.</summary>
/// <param name="Reason">Why, up to 10,000 characters.</param>
/// <param name="DueOn">
/// New due day: to its end in the assignee's time zone, for a role in the company's. Give dueOn or dueAt.
/// </param>
/// <param name="DueAt">New due time, in the future. Give dueAt or dueOn.</param>
public sealed record PostponeAssignmentBody(
    [SeveralLines] string Reason,
    DateOnly? DueOn = null,
    DateTimeOffset? DueAt = null
);
