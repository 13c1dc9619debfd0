namespace Crm.Domain.Catalog;

/// <summary>Changes a price list to the wanted state; only differences become events.</summary>
/// <param name="Wanted">The wanted state; code, currency and VAT mode must be unchanged.</param>
public sealed record ChangePriceList(PriceList Wanted)
{
    public Decision Decide(PriceList before, CommandContext context) =>
        Wanted.Faults().ToArray() is { Length: > 0 } faults
            ? Rejection.Invalid(faults)
            : Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));

    private IEnumerable<DomainEvent> Changes(PriceList before)
    {
        if (Wanted.Title != before.Title)
            yield return new PriceListRetitled(Wanted.Title);
        if (Wanted.ValidFrom != before.ValidFrom)
            yield return new PriceListStartChanged(Wanted.ValidFrom);
        if (Wanted.Grants?.InOrder() is var grants && !Equals(grants, before.Grants))
            yield return new PriceListGrantsChanged(grants);
        if (Wanted.Archived != before.Archived)
            yield return Wanted.Archived ? new PriceListArchived() : new PriceListRestored();
    }
}
