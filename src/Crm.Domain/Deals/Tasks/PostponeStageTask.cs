namespace Crm.Domain.Deals.Tasks;

/// <summary>Moves the due date of an open task; the first one stays known.</summary>
/// <param name="Due">Makes the instant of the assignee's time zone; of a task that is open to a role without one.</param>
/// <param name="Pointer">The member that names the due date.</param>
public sealed record PostponeStageTask(
    StageTaskId Task,
    Func<UserId?, DateTimeOffset> Due,
    string Pointer,
    Personal Reason
) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.Tasks.TryGetValue(Task, out var task))
            return Rejection.NotFound("task.not_found");
        if (TaskRule.NotOpen(at, task) is { } notOpen)
            return notOpen;
        var due = Due(task.Role is null ? task.Assignee ?? at.Deal.Manager : null);
        if (due == task.DueAt)
            return Decision.AlreadySatisfied;
        if (due <= at.Context.Now)
            return Rejection.Invalid(Pointer, "due.past", "in the future");
        return Clocks.Referring(at, task.RaisedAt, task.PostponedAt ?? task.RaisedAt) is { } early
            ? early
            : Decision.Accept(new StageTaskPostponed(task.Id, task.Code, due, Timed: true, Reason));
    }
}
