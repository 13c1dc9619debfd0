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
            CheckResult.JoinNames(parts, (all, next) => $"{all} + {next}"),
            parts.Where(x => !x.Met).Select(x => x.Code).ToArray() is { Length: > 0 } unmet
                ? $"unmet: {string.Join(", ", unmet)}"
                : (Phrase)"met",
            [.. parts.SelectMany(x => x.Blockers).Distinct()],
            [.. parts.SelectMany(x => x.Proof)]
        );
    }
}

/// <summary>
/// One of several checks is enough; the first that holds proves the task. When unmet, it says so and names the ways, each
/// with what it lacks.
/// </summary>
public sealed record AnyOfCheck(ImmutableArray<Check> Checks) : Check("any-of")
{
    [JsonIgnore]
    public override IEnumerable<Check> Leaves => Checks.SelectMany(x => x.Leaves);

    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var parts = Checks.Select(x => x.Evaluate(at, task)).ToArray();
        var expected = CheckResult.JoinNames(parts, (all, next) => $"{all} | {next}");
        if (parts.FirstOrDefault(x => x.Met) is { } met)
            return new(Code, expected, $"{met.Code}: {met.Actual}", [], met.Proof);
        return new(Code, expected, "none", Unmet(at, parts, expected), []);
    }

    /// <summary>Equal conditions of two ways are both kept: each way is listed with all that it lacks.</summary>
    private static ImmutableArray<Blocker> Unmet(CheckContext at, CheckResult[] parts, Phrase expected)
    {
        if (parts is [var only])
            return [.. only.Blockers.Select(x => x.Within(0))];
        return
        [
            new("any_of.unmet", at.DealRef, expected, "none", FirstFix(parts)) { Check = "" },
            .. parts.SelectMany((part, i) => part.Blockers.Select(x => (x with { Check = x.Check ?? "" }).Within(i))),
        ];
    }

    /// <summary>The next step of the first way that can be gone at all.</summary>
    private static Fix? FirstFix(CheckResult[] parts) =>
        parts
            .FirstOrDefault(part => part.Blockers.All(blocker => blocker.Fix is not null))
            ?.Blockers.Select(blocker => blocker.Fix)
            .FirstOrDefault();
}
