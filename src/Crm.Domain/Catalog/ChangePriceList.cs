namespace Crm.Domain.Catalog;

/// <summary>Makes a list what it is to be; only what differs becomes an event.</summary>
/// <param name="Wanted">The list as it is to be; code, currency and VAT mode as they are.</param>
public sealed record ChangePriceList(PriceList Wanted)
{
    public Decision Decide(PriceList before, CommandContext context) =>
        Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));

    private IEnumerable<DomainEvent> Changes(PriceList before)
    {
        if (Wanted.Title != before.Title)
            yield return new PriceListRetitled(Wanted.Title);
        if (Wanted.ValidFrom != before.ValidFrom)
            yield return new PriceListStartChanged(Wanted.ValidFrom);
        if (Wanted.Archived != before.Archived)
            yield return Wanted.Archived ? new PriceListArchived() : new PriceListRestored();
    }
}
