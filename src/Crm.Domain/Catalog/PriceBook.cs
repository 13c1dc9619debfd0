namespace Crm.Domain.Catalog;

/// <summary>The current prices of one list, by product and day.</summary>
public sealed class PriceBook(IEnumerable<ListPrice> prices)
{
    private readonly Dictionary<ProductId, ListPrice[]> byProduct = prices
        .GroupBy(x => x.Product)
        .ToDictionary(x => x.Key, x => x.OrderBy(p => p.ValidFrom).ToArray());

    /// <summary>The price that starts on exactly this day.</summary>
    public ListPrice? Of(ProductId product, DateOnly day) =>
        byProduct.GetValueOrDefault(product)?.FirstOrDefault(x => x.ValidFrom == day);

    /// <summary>
    /// The price in force on a day: the last one that starts on or before it; null when there is none.
    /// </summary>
    public ListPrice? On(ProductId product, DateOnly day) =>
        byProduct.GetValueOrDefault(product)?.LastOrDefault(x => x.ValidFrom <= day);
}
