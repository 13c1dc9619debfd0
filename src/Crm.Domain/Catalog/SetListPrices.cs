namespace Crm.Domain.Catalog;

/// <summary>A price to be set in a list.</summary>
/// <param name="ValidFrom">Null: from today on, unless the same price is already in force today.</param>
public sealed record WantedPrice(ProductId Product, DateOnly? ValidFrom, decimal Price)
{
    /// <summary>
    /// Whether the price is already set. With a day, only a price that starts on exactly that day counts: an equal
    /// earlier price could be corrected independently. Without a day, the price in force counts.
    /// </summary>
    public bool Holds(PriceBook known, DateOnly today) =>
        (ValidFrom is { } day ? known.Of(Product, day) : known.On(Product, today))?.Price == Price;
}

/// <summary>Sets prices of a list in one event; prices that are already set are skipped.</summary>
/// <param name="Prices">Each product and day at most once.</param>
public sealed record SetListPrices(ImmutableArray<WantedPrice> Prices)
{
    /// <summary>Upper limit of a price, so that sums of lines stay exact.</summary>
    public const decimal Most = 1_000_000_000_000_000m;

    public const int Decimals = 6;

    /// <param name="known">Current prices of these products in the list.</param>
    public Decision Decide(PriceList list, PriceBook known, CommandContext context)
    {
        if (list.Archived)
            return Rejection.Conflict(
                "price_list.archived",
                new Blocker("price_list.archived", $"price-list:{list.Code}", "in use", "archived", null)
            );
        var changed = Prices
            .Where(x => !x.Holds(known, context.Today))
            .Select(x => new ListPrice(x.Product, x.ValidFrom ?? context.Today, x.Price))
            .OrderBy(x => x.Product)
            .ThenBy(x => x.ValidFrom)
            .ToImmutableArray();
        return changed.IsEmpty
            ? Decision.AlreadySatisfied
            : Decision.Accept(new ListPricesSet(changed) { HappenedAt = context.Now });
    }

    /// <summary>The fault of a price; null when it is valid.</summary>
    public static Fault? Wrong(decimal price, string pointer) =>
        price < 0 ? new(pointer, "amount.negative", ">= 0")
        : price >= Most ? new(pointer, "amount.too_large", "below 10^15")
        : Math.Round(price, Decimals) != price ? new(pointer, "amount.too_precise", $"at most {Decimals} decimals")
        : null;
}
