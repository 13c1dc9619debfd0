namespace Crm.Domain.Processes;

/// <summary>Rules of a guided process that ensure that no deal gets stuck in it.</summary>
internal static class GuidedFaults
{
    public static IEnumerable<Fault> Of(DealProcess process, bool paths) =>
        [.. paths ? Path(process) : [], .. process.Stages.SelectMany((x, i) => Tasks(x, i)), .. End(process)];

    /// <summary>
    /// Forward edges lead from the first stage to the last, through every stage, and never back: only rework edges lead
    /// back.
    /// </summary>
    private static IEnumerable<Fault> Path(DealProcess process)
    {
        List<string> seen = [];
        for (var at = process.Stages[0]; at is not null; at = process.After(at))
        {
            if (seen.Contains(at.Code))
            {
                yield return new(
                    $"/stages/{process.OrderOf(seen[^1])}/next",
                    "stage.cycle",
                    "a stage not yet passed; ways back are rework edges"
                );
                break;
            }

            seen.Add(at.Code);
        }

        for (var i = 0; i < process.Stages.Length; i++)
            if (!seen.Contains(process.Stages[i].Code))
                yield return new($"/stages/{i}", "stage.unreachable", "a way from the first stage");
        if (process.Stages[^1].Next is not null)
            yield return new(
                $"/stages/{process.Stages.Length - 1}/next",
                "stage.after_last",
                "nothing follows the last stage"
            );
    }

    private static IEnumerable<Fault> Tasks(Stage stage, int at)
    {
        if (!stage.Tasks.Any(x => x.Mandatory))
            yield return new($"/stages/{at}/tasks", "stage.no_mandatory_task", "at least one mandatory task");
        if (stage.Tasks is [{ Parallel: true }, ..])
            yield return new($"/stages/{at}/tasks/0/parallel", "task.parallel_first", "a task before it");
        var last = stage.Tasks.ToList().FindLastIndex(x => x.Mandatory);
        for (var i = last + 1; last >= 0 && i < stage.Tasks.Length; i++)
            if (!stage.Tasks[i].Parallel)
                yield return new(
                    $"/stages/{at}/tasks/{i}",
                    "task.never_raised",
                    "a mandatory task beside it or after it"
                );
    }

    /// <summary>The last task closes the deal through the gate, and no other task does.</summary>
    private static IEnumerable<Fault> End(DealProcess process)
    {
        var (stage, task) = (process.Stages.Length - 1, process.Stages[^1].Tasks.Length - 1);
        for (var s = 0; s < process.Stages.Length; s++)
        for (var t = 0; t < process.Stages[s].Tasks.Length; t++)
            if (
                (s, t) != (stage, task)
                && process.Stages[s].Tasks[t].Checks.SelectMany(x => x.Leaves).OfType<ClosingGateCheck>().Any()
            )
                yield return new(
                    $"/stages/{s}/tasks/{t}/checks",
                    "gate.never_holds",
                    "the closing gate stands at the last task: before it other tasks are open"
                );
        if (task < 0)
            yield break;
        var last = process.Stages[^1].Tasks[^1];
        var pointer = $"/stages/{stage}/tasks/{task}";
        if (!last.Checks.OfType<ClosingGateCheck>().Any())
            yield return new(
                $"{pointer}/checks",
                "last_task.no_gate",
                "the check closing-gate: the last task closes the deal"
            );
        if (!last.Mandatory)
            yield return new($"{pointer}/mandatory", "last_task.optional", "true");
        if (last.Parallel)
            yield return new($"{pointer}/parallel", "last_task.parallel", "false: it comes after all else");
        if (last.Once)
            yield return new($"{pointer}/once", "last_task.once", "false: a reopened deal is won again");
        if (last.Automatic)
            yield return new($"{pointer}/automatic", "last_task.automatic", "false: a win is recorded by somebody");
    }
}
