using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>
/// One condition of a task, from a closed set (docs/domain.md, Checks). State checks read the current state of the deal
/// and consume nothing; evidence checks need an event that no other task has used.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "check")]
[JsonDerivedType(typeof(InteractionRecordedCheck), "interaction-recorded")]
[JsonDerivedType(typeof(ClientIdentifiedCheck), "client-identified")]
[JsonDerivedType(typeof(LegalDetailsCheck), "legal-details")]
[JsonDerivedType(typeof(InterestGivenCheck), "interest-given")]
[JsonDerivedType(typeof(AmountGivenCheck), "amount-given")]
[JsonDerivedType(typeof(ProposalIssuedCheck), "proposal-issued")]
[JsonDerivedType(typeof(ProposalSentCheck), "proposal-sent")]
[JsonDerivedType(typeof(ProposalAcceptedCheck), "proposal-accepted")]
[JsonDerivedType(typeof(PresentationHeldCheck), "presentation-held")]
[JsonDerivedType(typeof(OrderPlacedCheck), "order-placed")]
[JsonDerivedType(typeof(ObligationsConfirmedCheck), "obligations-confirmed")]
[JsonDerivedType(typeof(PaidInFullCheck), "paid-in-full")]
[JsonDerivedType(typeof(ShippedInFullCheck), "shipped-in-full")]
[JsonDerivedType(typeof(BalanceZeroCheck), "balance-zero")]
[JsonDerivedType(typeof(ClosingGateCheck), "closing-gate")]
[JsonDerivedType(typeof(FieldFilledCheck), "field-filled")]
[JsonDerivedType(typeof(CustomFieldFilledCheck), "custom-field-filled")]
[JsonDerivedType(typeof(AttachmentPresentCheck), "attachment-present")]
[JsonDerivedType(typeof(ChecklistCheck), "checklist")]
[JsonDerivedType(typeof(AllOfCheck), "all-of")]
[JsonDerivedType(typeof(AnyOfCheck), "any-of")]
public abstract record Check([property: JsonIgnore] string Code)
{
    /// <summary>This check, or the checks that it combines.</summary>
    [JsonIgnore]
    public virtual IEnumerable<Check> Leaves => [this];

    /// <summary>
    /// The check is satisfied by a user's confirmation and not by an event of the deal: a replay of the past counts it
    /// as satisfied.
    /// </summary>
    [JsonIgnore]
    public virtual bool IsWord => false;

    /// <param name="task">Its evidence includes what other checks of the task have already used.</param>
    public abstract CheckResult Evaluate(CheckContext at, CheckedTask task);

    /// <summary>Faults of the parameters beyond their types.</summary>
    public virtual IEnumerable<Fault> Faults(string pointer) => [];

    /// <summary>Evaluates all checks of a task in sequence, so that no event proves two of them.</summary>
    public static ImmutableArray<CheckResult> EvaluateAll(IEnumerable<Check> checks, CheckContext at, CheckedTask task)
    {
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var check in checks)
        {
            var result = check.Evaluate(at, task);
            if (!result.Proof.IsEmpty)
                task = task with { Used = task.Used.AddRange(result.Proof) };
            results.Add(result);
        }

        return results.ToImmutable();
    }

    protected static CheckResult State(
        string code,
        Phrase expected,
        Phrase actual,
        params ReadOnlySpan<Blocker?> blockers
    ) => new(code, expected, actual, [.. blockers.ToArray().OfType<Blocker>()], []);
}

/// <summary>Result of a check.</summary>
/// <param name="Expected">What the check requires, as a value.</param>
/// <param name="Actual">What was found, as a value.</param>
/// <param name="Blockers">Everything unmet; empty when met.</param>
/// <param name="Proof">Evidence that a completion would use.</param>
public sealed record CheckResult(
    string Code,
    Phrase Expected,
    Phrase Actual,
    ImmutableArray<Blocker> Blockers,
    ImmutableArray<Evidence> Proof
)
{
    public bool Met => Blockers.IsEmpty;
}
