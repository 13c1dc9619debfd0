namespace Crm.Domain.Deals.Tasks;

/// <summary>Assigns an open task to another user; null: back to the deal's manager.</summary>
public sealed record ReassignStageTask(StageTaskId Task, UserId? Assignee, Personal? Reason) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.Tasks.TryGetValue(Task, out var task))
            return Rejection.NotFound("task.not_found");
        if (TaskRule.NotOpen(at, task) is { } notOpen)
            return notOpen;
        if (task.Assignee == Assignee && task.Role is null)
            return Decision.AlreadySatisfied;
        return Clocks.Referring(at, task.RaisedAt, task.AssignedAt) is { } early
            ? early
            : Decision.Accept(new StageTaskReassigned(task.Id, task.Code, Assignee, Reason));
    }
}
