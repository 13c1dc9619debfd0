using Crm.Domain.Deals.Lifecycle;

namespace Crm.Domain.Deals.Tasks;

/// <summary>
/// Skips a task without evidence, with a reason and (unless the kind needs none) a permission. Skipping proves nothing:
/// the closing gate still applies.
/// </summary>
public sealed record SkipStageTask(StageTaskId Task, Personal Reason) : DealCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Tasks.GetValueOrDefault(Task)?.Status == StageTaskStatus.Skipped;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Process.SkipNeedsPermission && !at.Context.Rights.HasFlag(Rights.SkipTasks))
            return Rejection.Forbidden("permission.missing", "task.skip");
        if (!at.Deal.Tasks.TryGetValue(Task, out var task))
            return Rejection.NotFound("task.not_found");
        if (task.Status == StageTaskStatus.Skipped)
            return Decision.AlreadySatisfied;
        if (TaskRule.NotOpen(at, task) is { } notOpen)
            return notOpen;
        if (task.Code == at.Process.Last?.Code)
            return Rejection.Conflict(
                "task.not_skippable",
                new Blocker(
                    "task.not_skippable",
                    $"task:{task.Id}",
                    "any task but the last",
                    Phrase.Data(task.Code),
                    new Fix.CompleteTask(at.Deal.Id, task.Id)
                )
            );
        return Clocks.Lifecycle(at) is { } early
            ? early
            : Decision.Accept([
                new StageTaskSkipped(task.Id, task.Code, Reason),
                .. StageFlow.Onward(at, task, skipped: true),
            ]);
    }
}
