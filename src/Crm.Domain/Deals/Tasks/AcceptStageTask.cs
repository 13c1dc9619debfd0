namespace Crm.Domain.Deals.Tasks;

/// <summary>Takes on a task that is open to a role: the first member to accept becomes its assignee.</summary>
/// <param name="User">Null: a key without a user, who cannot have a task.</param>
/// <param name="Roles">Codes of the caller's roles.</param>
/// <param name="Sees">The caller sees the deal, also without the task.</param>
public sealed record AcceptStageTask(StageTaskId Task, UserId? User, ImmutableArray<string> Roles, bool Sees)
    : DealCommand
{
    // A closed deal is judged after sight: its tasks are withdrawn.
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Tasks.GetValueOrDefault(Task) is not { } task)
            return Rejection.NotFound(Sees ? "task.not_found" : "deal.not_found");
        if ((task.Role ?? task.AcceptedFrom) is not { } role || User is not { } user || !Roles.Contains(role))
            return Foreign(at, task);
        if (task.Assignee == user && task.Status == StageTaskStatus.Open)
            return Decision.AlreadySatisfied;
        if (TaskRule.NotOpen(at, task) is { } notOpen)
            return notOpen;
        if (task.Assignee is not null)
            return Rejection.Conflict(
                "task.taken",
                new Blocker("task.taken", $"task:{task.Id}", Phrase.Data(role), "accepted", null)
            );
        return Clocks.Referring(at, task.RaisedAt, task.AssignedAt) is { } early
            ? early
            : Decision.Accept(new StageTaskAccepted(task.Id, task.Code, user, role));
    }

    /// <summary>Who does not see the deal learns nothing of its tasks.</summary>
    private Rejection Foreign(DecisionContext at, StageTask task) =>
        !Sees ? Rejection.NotFound("deal.not_found")
        : task.Role is { } role ? Rejection.Forbidden("task.role_missing", role)
        : TaskRule.NotOpen(at, task)
            ?? Rejection.Conflict(
                "task.not_offered",
                new Blocker("task.not_offered", $"task:{task.Id}", "open to a role", "assigned", null)
            );
}
