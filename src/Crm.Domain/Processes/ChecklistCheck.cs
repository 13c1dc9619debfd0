using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>An item that a user confirms by hand.</summary>
public sealed record ChecklistItem(string Code, Localized Title);

/// <summary>The user confirms every item. The completion itself is the evidence, so no other event is used.</summary>
public sealed record ChecklistCheck(ImmutableArray<ChecklistItem> Items) : EvidenceCheck("checklist")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var expected = Phrase.Data(Items.Select(x => x.Code));
        string[] open = [.. Items.Select(x => x.Code).Where(x => !at.Ticked.Contains(x))];
        var missing = Phrase.Data(open);
        return open.Length == 0
            ? State(Code, expected, expected)
            : State(
                Code,
                expected,
                $"missing: {missing}",
                new Blocker(
                    "checklist.incomplete",
                    $"task:{task.Id}",
                    expected,
                    $"missing: {missing}",
                    new Fix.CompleteTask(at.Deal.Id, task.Id) { Known = new() { Choices = [.. open] } }
                )
            );
    }

    [JsonIgnore]
    public override bool IsWord => true;

    public override IEnumerable<Fault> Faults(string pointer)
    {
        if (Items.Length is < 1 or > 50)
            yield return new Fault($"{pointer}/items", "check.parameter_invalid", "1 to 50 items");
        if (Items.Select(x => x.Code).Distinct(StringComparer.Ordinal).Count() < Items.Length)
            yield return new Fault($"{pointer}/items", "code.duplicate", "each code once");
        foreach (var (item, i) in Items.Select((x, i) => (x, i)))
        {
            if (!Crm.Domain.Processes.KindValidation.IsCode(item.Code))
                yield return new Fault(
                    $"{pointer}/items/{i}/code",
                    "code.invalid",
                    "1 to 60 small letters, digits and hyphens"
                );
            if (string.IsNullOrWhiteSpace(item.Title.Ru) || string.IsNullOrWhiteSpace(item.Title.En))
                yield return new Fault($"{pointer}/items/{i}/title", "title.missing", "a title in both languages");
        }
    }

    /// <summary>By content: records compare arrays by reference.</summary>
    public bool Equals(ChecklistCheck? other) => other is not null && ByContent.Same(Items, other.Items);

    public override int GetHashCode() => Items.Length;
}
