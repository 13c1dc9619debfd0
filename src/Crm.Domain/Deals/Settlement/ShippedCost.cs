using Crm.Domain.Currencies;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// The cost of a shipment line: the given one, else the one that the order line copied, else the product's on the day of the
/// business time, else 0 for a service, else unknown. Another currency converts at the last rate on or before that day; without
/// one the cost is unknown.
/// </summary>
/// <param name="Unit">Per unit, in the currency of the shipment.</param>
/// <param name="Foreign">Per unit, in the currency that it was stated in, when that is another one.</param>
internal readonly record struct ShippedCost(CostFrom From, decimal? Unit, Money? Foreign)
{
    private const int Decimals = 6;

    /// <summary>Beyond it quantity times cost would not fit a decimal.</summary>
    private const decimal Most = 1_000_000_000_000_000;

    public static ShippedCost Of(DecisionContext at, OrderLine line, ShippedQuantity asked, Currency currency)
    {
        var (from, cost) = Find(at, line, asked, currency);
        if (cost is not { } known)
            return new(CostFrom.Unknown, null, null);
        if (known.Currency == currency)
            return new(from, known.Amount, null);
        var unit = Converted(at, known, currency);
        return new(unit is null ? CostFrom.Unknown : from, unit, known);
    }

    /// <summary>The cost as stated, in its own currency.</summary>
    public static (CostFrom From, Money? Cost) Find(
        DecisionContext at,
        OrderLine line,
        ShippedQuantity asked,
        Currency currency
    )
    {
        if (asked.UnitCost is { } given)
            return (CostFrom.Given, new(given, asked.CostCurrency ?? currency));
        if (line.Cost is { } copied)
            return (CostFrom.Copied, new(copied, currency));
        if (line.ForeignUnitCost is { } foreign)
            return (CostFrom.Copied, foreign);
        if (line.Product is not { } product || !at.Costs.TryGetValue(product, out var found))
            return (CostFrom.Unknown, null);
        return found.Cost is { } cost ? (CostFrom.Product, cost)
            : found.IsService ? (CostFrom.Service, Money.Zero(currency))
            : (CostFrom.Unknown, null);
    }

    private static decimal? Converted(DecisionContext at, Money cost, Currency currency) =>
        new RateBook(at.Rates, at.Context.WriteOffLimit.Currency).Of(
            cost.Currency,
            currency,
            at.Context.DayOf(at.HappenedAt)
        )
            is { } conversion
        && conversion.Of(cost.Amount) is { } unit
        && unit < Most
            ? Math.Round(unit, Decimals, MidpointRounding.AwayFromZero)
            : null;
}
