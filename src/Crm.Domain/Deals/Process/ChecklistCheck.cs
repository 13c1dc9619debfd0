namespace Crm.Domain.Deals.Process;

/// <summary>Something that somebody confirms by hand.</summary>
public sealed record ChecklistItem(string Code, Localized Title);

/// <summary>Somebody's word for every item: the completion itself is the evidence, so no other fact is used up.</summary>
public sealed record ChecklistCheck(ImmutableArray<ChecklistItem> Items) : EvidenceCheck("checklist")
{
    public override CheckResult Evaluate(Situation at, StageTask task)
    {
        var expected = string.Join(", ", Items.Select(x => x.Code));
        var missing = string.Join(", ", Items.Select(x => x.Code).Where(x => !at.Ticked.Contains(x)));
        return missing.Length == 0
            ? State(Code, expected, expected)
            : State(Code, expected, $"missing: {missing}", new Blocker("checklist.incomplete", $"task:{task.Id}", expected, $"missing: {missing}",
                Fix.To("completeTask", ("dealId", at.Deal.Id), ("taskId", task.Id))));
    }

    /// <summary>Lists compare by reference, checks by content.</summary>
    public bool Equals(ChecklistCheck? other) => other is not null && ByContent.Same(Items, other.Items);
    public override int GetHashCode() => Items.Length;
}
