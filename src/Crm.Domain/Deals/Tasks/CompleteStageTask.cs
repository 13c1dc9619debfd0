using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>
/// Completes a task when its checks hold; the next task or stage follows in the same append. Unmet checks change
/// nothing but are recorded as a refused attempt. Completing the last task closes the deal as won through the same gate
/// as closing by hand.
/// </summary>
public sealed record CompleteStageTask(StageTaskId Task, Personal? Comment) : DealCommand
{
    /// <summary>Codes of the checklist items that the user confirms.</summary>
    public ImmutableArray<string> Ticked { get; init; } = [];

    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Tasks.GetValueOrDefault(Task)?.Status == StageTaskStatus.Completed;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.Tasks.TryGetValue(Task, out var task))
            return Rejection.NotFound("task.not_found");
        if (task.Status == StageTaskStatus.Completed)
            return Decision.AlreadySatisfied;
        if (TaskRule.NotOpen(at, task) is { } notOpen)
            return notOpen;
        if (Clocks.Lifecycle(at) is { } early)
            return early;

        // The template exists: changing the kind version withdraws tasks that the new version does not know.
        var template = at.Process.Template(task.Code)!;
        var items = template
            .Checks.SelectMany(x => x.Leaves)
            .OfType<ChecklistCheck>()
            .SelectMany(x => x.Items)
            .Select(x => x.Code)
            .ToHashSet(StringComparer.Ordinal);
        if (Ticked.Where(x => !items.Contains(x)).ToArray() is { Length: > 0 } odd)
            return Rejection.Invalid(
                odd.Select(x => new Fault(
                    $"/checklist/{x}",
                    "checklist.unknown",
                    Phrase.Data(items.Order(StringComparer.Ordinal))
                ))
            );
        at = at with { Ticked = Ticked };
        var results = Check.EvaluateAll(template.Checks, at.ForChecks, task.ForChecks);
        var blockers = results.SelectMany(x => x.Blockers).Distinct().ToArray();
        if (blockers.Length > 0)
        {
            var left = new StageTaskCompletionRefused(task.Id, task.Code, [.. blockers.Select(x => x.Code).Distinct()]);
            return Decision.Refuse(Rejection.Conflict("task.checks_unmet", blockers).With("task", task.Code), left);
        }

        if (template == at.Process.Last && Clocks.Closing(at) is { } behind)
            return behind;
        var proof = results.SelectMany(x => x.Proof).ToArray();
        if (
            Clocks.Referring(
                at,
                [.. at.Deal.Unused.Where(x => proof.Contains(x.Evidence)).Select(x => x.HappenedAt)]
            ) is
            { } unproven
        )
            return unproven;
        return Decision.Accept(Completion.Events(at, task, template, results, Comment));
    }
}

/// <summary>Rules that completing and skipping share.</summary>
internal static class TaskRule
{
    public static Rejection? NotOpen(DecisionContext at, StageTask task) =>
        task.Status == StageTaskStatus.Open
            ? null
            : Rejection.Conflict(
                "task.not_open",
                new Blocker(
                    "task.not_open",
                    $"task:{task.Id}",
                    "open",
                    Phrase.Word(task.Status),
                    at.Deal.OpenTasks.FirstOrDefault() is { } open ? new Fix.CompleteTask(at.Deal.Id, open.Id) : null
                )
            );
}
