namespace Crm.Domain.Catalog;

/// <summary>A price that somebody wants in a list.</summary>
/// <param name="ValidFrom">Null: from today on, unless it holds today already.</param>
public sealed record WantedPrice(ProductId Product, DateOnly? ValidFrom, decimal Price)
{
    /// <summary>
    /// A price of a day is stated, not guessed: an earlier one that happens to be equal could be corrected without it. Who names no
    /// day asks for what holds.
    /// </summary>
    public bool Holds(PriceBook known, DateOnly today) =>
        (ValidFrom is { } day ? known.Of(Product, day) : known.On(Product, today))?.Price == Price;
}

/// <summary>Sets prices of a list, all in one event; those that hold already leave none.</summary>
/// <param name="Prices">Each product and day at most once.</param>
public sealed record SetListPrices(ImmutableArray<WantedPrice> Prices)
{
    /// <summary>No price is more: sums of lines stay exact.</summary>
    public const decimal Most = 1_000_000_000_000_000m;

    public const int Decimals = 6;

    /// <param name="known">The prices of these products that stand in the list.</param>
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

    /// <summary>What is wrong with a price; null when nothing is.</summary>
    public static Fault? Wrong(decimal price, string pointer) =>
        price < 0 ? new(pointer, "amount.negative", ">= 0")
        : price >= Most ? new(pointer, "amount.too_large", "below 10^15")
        : Math.Round(price, Decimals) != price ? new(pointer, "amount.too_precise", $"at most {Decimals} decimals")
        : null;
}
