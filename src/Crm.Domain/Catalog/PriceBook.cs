namespace Crm.Domain.Catalog;

/// <summary>Prices of one list by product and day, as they stand.</summary>
public sealed class PriceBook(IEnumerable<ListPrice> prices)
{
    private readonly Dictionary<ProductId, ListPrice[]> byProduct = prices
        .GroupBy(x => x.Product)
        .ToDictionary(x => x.Key, x => x.OrderBy(p => p.ValidFrom).ToArray());

    /// <summary>The price that is stated for a day itself.</summary>
    public ListPrice? Of(ProductId product, DateOnly day) =>
        byProduct.GetValueOrDefault(product)?.FirstOrDefault(x => x.ValidFrom == day);

    /// <summary>The price that holds on a day: the last one from that day or from a day before it; null when there is none.</summary>
    public ListPrice? On(ProductId product, DateOnly day) =>
        byProduct.GetValueOrDefault(product)?.LastOrDefault(x => x.ValidFrom <= day);
}
