namespace Crm.Domain.Deals.Process;

/// <summary>How a deal walks through a guided process. Everything it does goes into the append of the command that caused it.</summary>
public static class StageFlow
{
    /// <summary>Enters a stage and raises its first task; a stage with nothing left to raise is passed in the same append.</summary>
    public static IEnumerable<Fact> Enter(Situation at, Stage stage, StageMove move, Personal? reason, Cause? cause)
    {
        for (var next = stage; next is not null; next = at.Process.After(next), move = StageMove.Passed, reason = null)
        {
            yield return new StageEntered(next.Code, next.Probability, reason, move) { Cause = cause };
            if (at.Process.Mode != ProcessMode.Guided) yield break;
            if (ToRaise(at.Deal, next, after: null) is { } template)
            {
                yield return Raise(at, next, template, cause);
                yield break;
            }

            cause = Cause.Rule("stage.nothing_to_do");
        }
    }

    /// <summary>What follows when a task was completed or skipped: the stage's next task, or the next stage.</summary>
    public static IEnumerable<Fact> Onward(Situation at, StageTask done, bool skipped)
    {
        var cause = Cause.Task(done.Id);
        if (at.Process.Find(done.Stage) is not { } stage || at.Deal.Stage?.Stage != done.Stage) return [];
        if (ToRaise(at.Deal, stage, after: done.Code) is { } template) return [Raise(at, stage, template, cause)];
        return at.Process.After(stage) is { } next ? Enter(at, next, skipped ? StageMove.Skipped : StageMove.Passed, null, cause) : [];
    }

    /// <summary>Withdraws every open task.</summary>
    public static IEnumerable<Fact> Withdraw(Deal deal, Cause cause) =>
        deal.OpenTasks.OrderBy(x => x.RaisedAt).Select(x => new StageTaskWithdrawn(x.Id, x.Code) { Cause = cause });

    /// <summary>Raises a task. A due date that was past already when it was recorded gets no timer (product.md section 5).</summary>
    public static StageTaskRaised Raise(Situation at, Stage stage, TaskTemplate template, Cause? cause)
    {
        var due = at.Intent.EndOf(at.Intent.DayOf(Clocks.Following(at)).AddDays(template.DueDays));
        var again = at.Deal.Tasks.Values.Any(x => x.Code == template.Code);
        return new StageTaskRaised(new(at.Intent.NewId()), template.Code, stage.Code, due, Timed: due > at.Intent.Now, again) { Cause = cause };
    }

    /// <summary>The stage's next task: one after another, those marked once only until an earlier visit completed them.</summary>
    private static TaskTemplate? ToRaise(Deal deal, Stage stage, string? after) => stage.Tasks
        .SkipWhile(x => after is not null && x.Code != after).Skip(after is null ? 0 : 1)
        .FirstOrDefault(x => !x.Once || !deal.Tasks.Values.Any(t => t.Code == x.Code && t.Status == StageTaskStatus.Completed));
}
