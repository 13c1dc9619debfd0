namespace Crm.Domain.Catalog;

/// <summary>Changes a lost reason to the wanted state; only differences become events. Deals closed before keep what they gave.</summary>
/// <param name="Wanted">The wanted state; the code must be unchanged.</param>
public sealed record ChangeLostReason(LostReason Wanted)
{
    public Decision Decide(LostReason before, CommandContext context) =>
        ListPosition.FaultOf(Wanted.Position) is { } fault
            ? Rejection.Invalid(fault)
            : Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));

    private IEnumerable<DomainEvent> Changes(LostReason before)
    {
        if (Wanted.Title != before.Title)
            yield return new LostReasonRetitled(Wanted.Title);
        if (Wanted.Requires != before.Requires)
            yield return new LostReasonRequirementChanged(Wanted.Requires);
        if (Wanted.Position != before.Position)
            yield return new LostReasonPositionChanged(Wanted.Position);
        if (Wanted.Retired != before.Retired)
            yield return Wanted.Retired ? new LostReasonRetired() : new LostReasonRestored();
    }
}
