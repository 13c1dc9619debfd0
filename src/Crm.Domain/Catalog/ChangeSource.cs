namespace Crm.Domain.Catalog;

/// <summary>Changes a source to the wanted state; only differences become events.</summary>
/// <param name="Wanted">The wanted state; the code must be unchanged.</param>
public sealed record ChangeSource(Source Wanted)
{
    public Decision Decide(Source before, CommandContext context) =>
        ListPosition.FaultOf(Wanted.Position) is { } fault
            ? Rejection.Invalid(fault)
            : Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));

    private IEnumerable<DomainEvent> Changes(Source before)
    {
        if (Wanted.InBoth != before.InBoth)
            yield return new SourceRetitled(Wanted.InBoth);
        if (Wanted.Channel != before.Channel)
            yield return new SourceChannelChanged(Wanted.Channel);
        if (Wanted.Position != before.Position)
            yield return new SourcePositionChanged(Wanted.Position);
        if (Wanted.Retired != before.Retired)
            yield return Wanted.Retired ? new SourceRetired() : new SourceRestored();
    }
}
