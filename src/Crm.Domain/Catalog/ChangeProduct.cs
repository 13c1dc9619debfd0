namespace Crm.Domain.Catalog;

/// <summary>
/// Changes a product to the wanted state; each difference becomes an event. Existing documents keep the values they
/// copied.
/// </summary>
/// <param name="Wanted">The wanted state, with the same id.</param>
/// <param name="Rates">
/// VAT rates in force. A new rate must be one of them, and so must the rate of a product that is restored from the
/// archive.
/// </param>
public sealed record ChangeProduct(Product Wanted, ImmutableArray<decimal> Rates)
{
    public Decision Decide(Product before, CommandContext context)
    {
        // An unchanged rate that is no longer in force is accepted.
        var stays = before.VatRate is { } rate && !(before.Archived && !Wanted.Archived) ? Rates.Add(rate) : Rates;
        var faults = Wanted.Faults(stays).ToArray();
        return faults.Length > 0
            ? Rejection.Invalid(faults)
            : Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));
    }

    private IEnumerable<DomainEvent> Changes(Product before)
    {
        if (Wanted.Code != before.Code)
            yield return new ProductRecoded(Wanted.Code);
        if (Wanted.Name != before.Name)
            yield return new ProductRenamed(Wanted.Name);
        if (Wanted.Unit != before.Unit)
            yield return new ProductUnitChanged(Wanted.Unit);
        if (Wanted.Price != before.Price)
            yield return new ProductPriceChanged(Wanted.Price);
        if (Wanted.VatRate != before.VatRate)
            yield return new ProductVatRateChanged(Wanted.VatRate);
        if (Wanted.Cost != before.Cost)
            yield return new ProductCostChanged(Wanted.Cost);
        if (Wanted.Service != before.Service)
            yield return new ProductServiceChanged(Wanted.Service);
        if (Wanted.Archived != before.Archived)
            yield return Wanted.Archived ? new ProductArchived() : new ProductRestored();
    }
}
