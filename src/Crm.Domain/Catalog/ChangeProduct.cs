namespace Crm.Domain.Catalog;

/// <summary>Makes a product what it is to be: each value that differs becomes an event. Documents keep what they copied.</summary>
/// <param name="Wanted">The product as it is to be, with the id that it has.</param>
/// <param name="Rates">
/// The rates of VAT in force: a new value must be one of them, and so must that of a product which comes back into use.
/// </param>
public sealed record ChangeProduct(Product Wanted, ImmutableArray<decimal> Rates)
{
    public Decision Decide(Product before, CommandContext context)
    {
        // A rate that stays is nobody's fault here.
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
        if (Wanted.Archived != before.Archived)
            yield return Wanted.Archived ? new ProductArchived() : new ProductRestored();
    }
}
