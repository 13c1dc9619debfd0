using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>
/// Moves a deal through its process. All resulting events go into the append of the command that caused them.
/// </summary>
public static class StageFlow
{
    /// <summary>
    /// Enters a stage and raises its first tasks. A guided stage with no mandatory task to raise is passed in the same
    /// append.
    /// </summary>
    public static IEnumerable<DomainEvent> Enter(
        DecisionContext at,
        Stage stage,
        StageMove move,
        Personal? reason,
        Cause? cause
    )
    {
        for (var next = stage; next is not null; next = at.Process.After(next), move = StageMove.Passed, reason = null)
        {
            yield return new StageEntered(next.Code, next.Probability, reason, move) { Cause = cause };
            var raised = at.Mode switch
            {
                ProcessMode.Guided => ToRaise(at, next, 0, [], move),
                // Tasks of a manual kind are reminders and block nothing; a guided deal converted to manual raises
                // none.
                ProcessMode.Manual when at.Process.Mode == ProcessMode.Manual => next.Tasks,
                _ => [],
            };
            foreach (var template in raised)
                yield return Raise(at, next, template, cause);
            if (at.Mode != ProcessMode.Guided || !raised.IsEmpty)
                yield break;
            cause = Cause.Rule("stage.nothing_to_do");
        }
    }

    /// <summary>
    /// What follows after a task was completed or skipped: further tasks of the stage, or the next stage once no
    /// mandatory task is open.
    /// </summary>
    public static IEnumerable<DomainEvent> Onward(DecisionContext at, StageTask done, bool skipped)
    {
        var cause = Cause.Task(done.Id);
        if (
            at.Mode != ProcessMode.Guided
            || at.Process.Find(done.Stage) is not { } stage
            || at.Deal.Stage is not { } visit
            || visit.Stage != done.Stage
        )
            return [];
        var open = at.Deal.OpenTasks.Where(x => x.Id != done.Id).ToArray();
        if (!at.Holds(done) || open.Any(at.Holds))
            return [];
        var raised = ToRaise(at, stage, EndOfGroup(stage, done.Code), [.. open.Select(x => x.Code)], visit.Move);
        if (!raised.IsEmpty)
            return raised.Select(x => Raise(at, stage, x, cause));
        return at.Process.After(stage) is { } next
            ?
            [
                .. Withdraw(open, Cause.Rule("stage.left")),
                .. Enter(at, next, skipped ? StageMove.Skipped : StageMove.Passed, null, cause),
            ]
            : [];
    }

    /// <summary>Moves the deal back along the rework edge of its stage, if it has one for this trigger.</summary>
    public static IEnumerable<DomainEvent> Rework(DecisionContext at, ReworkOn on, Personal reason, Cause cause)
    {
        if (
            at.Mode != ProcessMode.Guided
            || at.Process.Find(at.Deal.Stage?.Stage)?.Rework.FirstOrDefault(x => x.On == on) is not { } edge
        )
            return [];
        return at.Process.Find(edge.To) is { } stage
            ? [.. Withdraw(at.Deal, cause), .. Enter(at, stage, StageMove.Rework, reason, cause)]
            : [];
    }

    /// <summary>Raises the missing tasks of the current stage after a change of the kind version.</summary>
    /// <param name="present">Codes of tasks that are open or done in this visit.</param>
    public static IEnumerable<DomainEvent> Fill(
        DecisionContext at,
        Stage stage,
        IReadOnlyCollection<string> present,
        Cause cause
    ) =>
        ToRaise(at, stage, 0, present, at.Deal.Stage?.Move ?? StageMove.Opening)
            .Select(x => Raise(at, stage, x, cause));

    /// <summary>Withdraws every open task.</summary>
    public static IEnumerable<DomainEvent> Withdraw(Deal deal, Cause cause) => Withdraw(deal.OpenTasks, cause);

    public static IEnumerable<DomainEvent> Withdraw(IEnumerable<StageTask> tasks, Cause cause) =>
        tasks.Select(x => new StageTaskWithdrawn(x.Id, x.Code) { Cause = cause });

    /// <summary>Raises a task. A due date that was past already when it was recorded gets no timer (docs/domain.md, Due dates).</summary>
    public static StageTaskRaised Raise(DecisionContext at, Stage stage, TaskTemplate template, Cause? cause)
    {
        var due = template.Due.From(Clocks.Following(at), at.Context, at.Context.Calendar);
        var again = at.Deal.Tasks.Values.Any(x => x.Code == template.Code);
        return new StageTaskRaised(
            new(at.Context.NewId()),
            template.Code,
            stage.Code,
            due,
            Timed: due > at.Context.Now,
            again
        )
        {
            Cause = cause,
            Assignee = template.Assignee.Of(at.Context),
            Role = template.Assignee.Role,
        };
    }

    /// <summary>
    /// The templates to raise from an index on: group by group, up to the first group with a mandatory task. Empty when
    /// no mandatory task is left. Templates marked once are left out when an earlier visit completed them, except the
    /// mandatory ones of a stage that a user has named.
    /// </summary>
    private static ImmutableArray<TaskTemplate> ToRaise(
        DecisionContext at,
        Stage stage,
        int from,
        IReadOnlyCollection<string> present,
        StageMove move
    )
    {
        var raised = ImmutableArray.CreateBuilder<TaskTemplate>();
        for (var i = from; i < stage.Tasks.Length; i = EndOfGroup(stage, i))
        {
            var group = stage
                .Tasks[i..EndOfGroup(stage, i)]
                .Where(x => !present.Contains(x.Code) && !IsDone(x))
                .ToArray();
            raised.AddRange(group);
            if (group.Any(x => x.Mandatory))
                return raised.ToImmutable();
        }

        return [];

        bool IsDone(TaskTemplate template) =>
            template.Once && !(template.Mandatory && Visit.RaisesAll(move)) && Completed(at.Deal, template);
    }

    private static bool Completed(Deal deal, TaskTemplate template) =>
        deal.Tasks.Values.Any(x => x.Code == template.Code && x.Status == StageTaskStatus.Completed);

    private static int EndOfGroup(Stage stage, string code)
    {
        for (var i = 0; i < stage.Tasks.Length; i++)
            if (stage.Tasks[i].Code == code)
                return EndOfGroup(stage, i);
        return stage.Tasks.Length;
    }

    private static int EndOfGroup(Stage stage, int start)
    {
        var end = start + 1;
        while (end < stage.Tasks.Length && stage.Tasks[end].Parallel)
            end++;
        return end;
    }
}
