using Crm.Domain.Settings;

namespace Crm.Domain.Processes;

/// <summary>
/// Turns a draft into a process, or reports all its faults at once, each with a pointer into the draft.
/// </summary>
public sealed class KindValidation
{
    public const int MostStages = 50;
    public const int MostTasks = 30;
    public const int MostChecks = 50;
    private const int MostDays = 3650;
    private readonly List<Fault> faults = [];
    private readonly KindDraft draft;
    private readonly ProcessReferences references;

    private KindValidation(KindDraft draft, ProcessReferences references) =>
        (this.draft, this.references) = (draft, references);

    /// <returns>The process when there are no faults.</returns>
    public static (DealProcess? Process, ImmutableArray<Fault> Faults) Of(
        KindDraft draft,
        string code,
        int version,
        ProcessReferences references
    )
    {
        var validation = new KindValidation(draft, references);
        var process = validation.Compiled(code, version);
        return (validation.faults.Count == 0 ? process : null, [.. validation.faults]);
    }

    private DealProcess Compiled(string code, int version)
    {
        var stages = draft.Stages ?? [];
        if (draft.Mode == ProcessMode.None && stages.Length > 0)
            AddFault("/stages", "stages.not_allowed", "no stages in a kind without a process");
        if (draft.Mode != ProcessMode.None && stages.IsEmpty)
            AddFault("/stages", "stages.missing", "at least one stage");
        if (stages.Length > MostStages)
            AddFault("/stages", "stages.too_many", $"at most {MostStages}");
        var process = new DealProcess(
            code,
            version,
            Title(draft.Title, "/title"),
            draft.Mode,
            draft.Gate,
            [.. stages.Select((x, i) => Stage(x, $"/stages/{i}"))]
        )
        {
            SkipNeedsPermission = draft.SkipNeedsPermission,
        };
        Unique(stages.Select((x, i) => (x.Code, $"/stages/{i}/code")));
        Unique(stages.SelectMany((x, i) => (x.Tasks ?? []).Select((t, n) => (t.Code, $"/stages/{i}/tasks/{n}/code"))));
        Edges(process);
        // With duplicate stage codes the target of an edge is ambiguous.
        var paths = !faults.Any(x => x.Code is "code.duplicate" or "stages.too_many");
        if (draft.Mode == ProcessMode.Guided && stages.Length > 0)
            faults.AddRange(GuidedFaults.Of(process, paths));
        if (draft.Mode == ProcessMode.Manual && stages.Length > 0 && paths)
            Moved(process);
        Capable(process);
        return process;
    }

    private Stage Stage(StageDraft x, string pointer)
    {
        Coded(x.Code, pointer);
        if (x.Probability is < 0 or > 100)
            AddFault($"{pointer}/probability", "probability.out_of_range", "0 to 100");
        if (x.NormDays is < 1 or > MostDays)
            AddFault($"{pointer}/normDays", "norm_days.out_of_range", $"1 to {MostDays}");
        var tasks = x.Tasks ?? [];
        if (tasks.Length > MostTasks)
            AddFault($"{pointer}/tasks", "tasks.too_many", $"at most {MostTasks}");
        if (x.Rework is { IsEmpty: false } && draft.Mode != ProcessMode.Guided)
            AddFault($"{pointer}/rework", "rework.not_allowed", "only in a guided kind");
        if (x.Next is not null && draft.Mode != ProcessMode.Guided)
            AddFault($"{pointer}/next", "next.not_allowed", "only in a guided kind; moves say where a manual one goes");
        return new Stage(
            x.Code ?? "",
            Title(x.Title, $"{pointer}/title"),
            x.Probability,
            [.. tasks.Select((t, i) => Task(t, $"{pointer}/tasks/{i}"))]
        )
        {
            Next = x.Next,
            Moves = x.Moves ?? [],
            Rework = x.Rework ?? [],
            NormDays = x.NormDays,
        };
    }

    private TaskTemplate Task(TaskDraft x, string pointer)
    {
        Coded(x.Code, pointer);
        var due = x.Due ?? Due.InDays(0);
        if (due.Days is < 0 or > 3650 || due.Hours is < 0 or > 23)
            AddFault($"{pointer}/due", "due.out_of_range", "0 to 3650 days and 0 to 23 hours");
        var given = x.Checks ?? [];
        var checks = given.Select((c, i) => CheckCatalogue.Read(c, $"{pointer}/checks/{i}", faults)).ToArray();
        if (draft.Mode == ProcessMode.Manual && given.Length > 0)
            AddFault($"{pointer}/checks", "task.checks_not_allowed", "tasks of a manual kind remind and prove nothing");
        foreach (var (check, i) in checks.Select((c, i) => (c, i)))
        foreach (
            var field in check
                ?.Leaves.OfType<CustomFieldFilledCheck>()
                .Select(c => c.Field)
                .Where(f => !references.Fields.Contains(f))
                ?? []
        )
            AddFault(
                $"{pointer}/checks/{i}/field",
                "custom_field.unknown",
                references.Fields.Count == 0
                    ? "no custom field of deals is defined"
                    : Phrase.Data(references.Fields.Order(StringComparer.Ordinal))
            );
        if (checks.Sum(c => c?.Leaves.Count() ?? 1) > MostChecks)
            AddFault($"{pointer}/checks", "checks.too_many", $"at most {MostChecks}, those within others too");
        faults.AddRange(EvidenceFaults.Of([.. checks.OfType<Check>()], $"{pointer}/checks"));
        if (x.Automatic && checks.Any(c => c?.Leaves.Any(l => l.IsWord) == true))
            AddFault(
                $"{pointer}/automatic",
                "task.automatic_with_word",
                "no checklist: somebody's word does not come by itself"
            );
        if (x.Automatic && (given.IsEmpty || draft.Mode != ProcessMode.Guided))
            AddFault($"{pointer}/automatic", "task.automatic_without_checks", "a check that its evidence satisfies");
        return new TaskTemplate(
            x.Code ?? "",
            Title(x.Title, $"{pointer}/title"),
            due,
            [.. checks.OfType<Check>()],
            x.Once
        )
        {
            Mandatory = x.Mandatory,
            Parallel = x.Parallel,
            Automatic = x.Automatic,
            Assignee = Assignee(x.Assignee ?? AssigneeRule.Manager, $"{pointer}/assignee"),
        };
    }

    private AssigneeRule Assignee(AssigneeRule rule, string pointer)
    {
        if (rule.Kind == AssigneeKind.User && (rule.User is not { } user || !references.Users.Contains(user)))
            AddFault($"{pointer}/user", "assignee.unknown", "an active user");
        if (rule.Kind == AssigneeKind.Role && (rule.Role is not { } role || !references.Roles.Contains(role)))
            AddFault($"{pointer}/role", "assignee.unknown", "a role");
        return rule with
        {
            User = rule.Kind == AssigneeKind.User ? rule.User : null,
            Role = rule.Kind == AssigneeKind.Role ? rule.Role : null,
        };
    }

    private void Edges(DealProcess process)
    {
        foreach (var (stage, i) in process.Stages.Select((x, i) => (x, i)))
        {
            if (stage.Next is { } next && process.Find(next) is null)
                AddFault($"/stages/{i}/next", "stage.unknown", "the code of a stage of this process");
            foreach (var (to, n) in stage.Moves.Select((x, n) => (x, n)).Where(x => process.Find(x.x) is null))
                AddFault($"/stages/{i}/moves/{n}", "stage.unknown", "the code of a stage of this process");
            foreach (var (edge, n) in stage.Rework.Select((x, n) => (x, n)))
            {
                if (process.OrderOf(edge.To) is var to && (to < 0 || to > i))
                    AddFault(
                        $"/stages/{i}/rework/{n}/to",
                        to < 0 ? "stage.unknown" : "rework.not_back",
                        "this stage or an earlier one"
                    );
                if (stage.Rework.Take(n).Any(x => x.On == edge.On))
                    AddFault($"/stages/{i}/rework/{n}/on", "rework.twice", "one way back for each cause");
            }
        }
    }

    /// <summary>In manual kinds too, every stage must be reachable from the first one.</summary>
    private void Moved(DealProcess process)
    {
        HashSet<string> seen = new(StringComparer.Ordinal) { process.Stages[0].Code };
        Queue<Stage> open = new([process.Stages[0]]);
        while (open.TryDequeue(out var at))
            foreach (
                var next in process.Stages.Where(x =>
                    (at.Moves.IsEmpty || at.Moves.Contains(x.Code)) && seen.Add(x.Code)
                )
            )
                open.Enqueue(next);
        foreach (var (stage, i) in process.Stages.Select((x, i) => (x, i)))
            if (!seen.Contains(stage.Code))
                AddFault($"/stages/{i}", "stage.unreachable", "a way from the first stage");
    }

    /// <summary>
    /// A check that needs a disabled capability is a fault: the task could never be completed, or the gate never
    /// passed.
    /// </summary>
    private void Capable(DealProcess process)
    {
        foreach (var off in Capabilities.All.Where(x => !references.Settings.IsOn(x.Code)))
            if (process.ChecksThatNeed(off.Code) is { IsEmpty: false } needed)
                AddFault("", "capability.off", $"{off.Code}: {string.Join(", ", needed)}");
            else if (off.Code == Capabilities.OrdersAndInvoices && draft.Gate == ClosingGateKind.Settled)
                AddFault("/gate", "gate.never_holds", $"balanced, or the capability {off.Code}");
    }

    private Localized Title(TitleDraft? x, string pointer)
    {
        if (string.IsNullOrWhiteSpace(x?.Ru))
            AddFault($"{pointer}/ru", "title.missing", "a title in Russian");
        if (string.IsNullOrWhiteSpace(x?.En))
            AddFault($"{pointer}/en", "title.missing", "a title in English");
        if (x?.Ru?.Length > 200 || x?.En?.Length > 200)
            AddFault(pointer, "title.too_long", "at most 200 characters");
        return new Localized(x?.Ru ?? "", x?.En ?? "");
    }

    private void Coded(string? code, string pointer)
    {
        if (!IsCode(code))
            AddFault($"{pointer}/code", "code.invalid", "1 to 60 small letters, digits and hyphens");
    }

    public static bool IsCode(string? code) =>
        code is { Length: > 0 and <= 60 }
        && code[0] != '-'
        && code[^1] != '-'
        && code.All(x => x is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        && !Guid.TryParse(code, out _);

    private void Unique(IEnumerable<(string? Code, string Pointer)> codes)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (code, pointer) in codes.Where(x => x.Code is not null))
            if (!seen.Add(code!))
                AddFault(pointer, "code.duplicate", "each code once");
    }

    private void AddFault(string pointer, string code, Phrase expected) => faults.Add(new(pointer, code, expected));
}
