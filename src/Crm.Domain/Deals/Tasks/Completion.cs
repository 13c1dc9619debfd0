using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>Events of completing a task whose checks hold, by a user or automatically.</summary>
public static class Completion
{
    /// <summary>Null while a check is unmet.</summary>
    public static IReadOnlyList<DomainEvent>? Of(
        DecisionContext at,
        StageTask task,
        TaskTemplate template,
        Personal? comment
    )
    {
        var results = Check.EvaluateAll(template.Checks, at.ForChecks, task.ForChecks);
        return results.All(x => x.Met) ? Events(at, task, template, results, comment) : null;
    }

    public static IReadOnlyList<DomainEvent> Events(
        DecisionContext at,
        StageTask task,
        TaskTemplate template,
        ImmutableArray<CheckResult> results,
        Personal? comment
    )
    {
        var legal = template.Checks.SelectMany(x => x.Leaves).OfType<LegalDetailsCheck>().Any() ? at.Client : null;
        var completed = new StageTaskCompleted(
            task.Id,
            task.Code,
            [.. results.SelectMany(x => x.Proof)],
            comment,
            legal?.Client,
            legal?.Version
        )
        {
            Checklist = at.Ticked.IsEmpty ? null : [.. at.Ticked.Order(StringComparer.Ordinal)],
        };
        return template == at.Process.Last && at.Mode == ProcessMode.Guided
            ?
            [
                completed,
                .. StageFlow.Withdraw(at.Deal.OpenTasks.Where(x => x.Id != task.Id), Cause.Rule("deal.closed")),
                CloseDeal.Won(at) with
                {
                    Cause = Cause.Task(task.Id),
                },
            ]
            : [completed, .. StageFlow.Onward(at, task, skipped: false)];
    }
}
