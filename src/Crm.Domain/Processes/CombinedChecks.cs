using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>All of several checks: the same as listing them, but usable within an any-of.</summary>
public sealed record AllOfCheck(ImmutableArray<Check> Checks) : Check("all-of")
{
    [JsonIgnore]
    public override IEnumerable<Check> Leaves => Checks.SelectMany(x => x.Leaves);

    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var parts = EvaluateAll(Checks, at, task);
        return new(
            Code,
            Phrase.Data(string.Join(" + ", parts.Select(x => x.Code))),
            parts.Where(x => !x.Met).Select(x => x.Code).ToArray() is { Length: > 0 } unmet
                ? $"unmet: {string.Join(", ", unmet)}"
                : (Phrase)"met",
            [.. parts.SelectMany(x => x.Blockers).Distinct()],
            [.. parts.SelectMany(x => x.Proof)]
        );
    }
}

/// <summary>
/// One of several checks is enough; the first that holds proves the task. When unmet, it names what each of them lacks.
/// </summary>
public sealed record AnyOfCheck(ImmutableArray<Check> Checks) : Check("any-of")
{
    [JsonIgnore]
    public override IEnumerable<Check> Leaves => Checks.SelectMany(x => x.Leaves);

    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var parts = Checks.Select(x => x.Evaluate(at, task)).ToArray();
        var expected = Phrase.Data(string.Join(" | ", parts.Select(x => x.Code)));
        return parts.FirstOrDefault(x => x.Met) is { } met
            ? new(Code, expected, $"{met.Code}: {met.Actual}", [], met.Proof)
            : new(Code, expected, "none", [.. parts.SelectMany(x => x.Blockers).Distinct()], []);
    }
}
