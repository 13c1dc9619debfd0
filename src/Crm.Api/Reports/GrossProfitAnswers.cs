using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>Gross profit (валовая прибыль) of a period by business time: shipped less returned, without VAT.</summary>
/// <param name="Items">
/// Rows, one per key and currency: months in order and without holes, other keys by their titles, or as <c>sort</c> says.
/// </param>
/// <param name="Total">
/// Total in the company's base currency, or in the only currency of the report; totals in other currencies are in <c>totals</c>.
/// </param>
/// <param name="Totals">Totals, one per currency.</param>
/// <param name="AsOf">Business time up to which events count.</param>
public sealed record GrossProfitAnswer(
    IReadOnlyList<ProfitAnswer> Items,
    ProfitSumAnswer Total,
    IReadOnlyList<ProfitSumAnswer> Totals,
    DateTimeOffset AsOf,
    long Position
)
{
    /// <summary>
    /// Codes of capabilities that are switched off and that the numbers depend on; earlier data stays included. Empty when
    /// there are none.
    /// </summary>
    public IReadOnlyList<string> CapabilitiesOff { get; init; } = [];

    /// <summary>Everything converted into the requested currency; null without <c>currency</c>.</summary>
    public ConvertedProfitAnswer? Converted { get; init; }
}

/// <summary>Gross profit of one key in one currency.</summary>
/// <param name="Key">Id, code or month that the row groups by; null for the row without one.</param>
/// <param name="Title">Name of the key, in the language of the request; null when there is none.</param>
/// <param name="DealId">Id of the deal; null unless grouped by deal.</param>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">
/// Cost of goods sold (себестоимость), without VAT, of the lines of known cost; null when there is none. Visible only with the
/// permission <c>cost.see</c>.
/// </param>
/// <param name="GrossProfit">
/// Gross profit (валовая прибыль) of the lines of known cost: their revenue less cost; null when there is none. Visible only with
/// the permission <c>cost.see</c>.
/// </param>
/// <param name="MarginPercent">
/// Gross profit in percent of the revenue of the lines of known cost (рентабельность), two decimals; null when that is not positive.
/// </param>
/// <param name="CostUnknown">Lines of unknown cost, which count in <c>revenue</c> alone. Visible only with <c>cost.see</c>.</param>
/// <param name="WrittenOff">
/// Debts written off, with VAT, not part of revenue: positive for debts of clients, negative for debts to clients.
/// </param>
/// <param name="DrillDown">Address of the list of deals behind the row.</param>
/// <param name="Facts">Address of the list of shipment lines, return lines and write-offs behind the row.</param>
public sealed record ProfitAnswer(
    string? Key,
    string? Title,
    Guid? DealId,
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money? Cost,
    [property: Cost] Money? GrossProfit,
    [property: Cost] decimal? MarginPercent,
    [property: Cost] CostUnknownAnswer CostUnknown,
    Money WrittenOff,
    string DrillDown,
    string Facts
)
{
    /// <summary>The row converted into the requested currency; null without <c>currency</c>.</summary>
    public ConvertedProfitAnswer? Converted { get; init; }
}

/// <summary>Gross profit in total, in one currency.</summary>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">
/// Cost of goods sold (себестоимость), without VAT, of the lines of known cost; null when there is none. Visible only with the
/// permission <c>cost.see</c>.
/// </param>
/// <param name="GrossProfit">
/// Gross profit (валовая прибыль) of the lines of known cost: their revenue less cost; null when there is none. Visible only with
/// the permission <c>cost.see</c>.
/// </param>
/// <param name="MarginPercent">
/// Gross profit in percent of the revenue of the lines of known cost (рентабельность), two decimals; null when that is not positive.
/// </param>
/// <param name="CostUnknown">Lines of unknown cost, which count in <c>revenue</c> alone. Visible only with <c>cost.see</c>.</param>
/// <param name="WrittenOff">
/// Debts written off, with VAT, not part of revenue: positive for debts of clients, negative for debts to clients.
/// </param>
public sealed record ProfitSumAnswer(
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money? Cost,
    [property: Cost] Money? GrossProfit,
    [property: Cost] decimal? MarginPercent,
    [property: Cost] CostUnknownAnswer CostUnknown,
    Money WrittenOff
)
{
    public static ProfitSumAnswer Of(Currency currency, IEnumerable<ProfitCell> cells)
    {
        var all = cells.ToArray();
        var (revenue, unknown) = (all.Sum(x => x.Revenue), all.Sum(x => x.UnknownRevenue));
        var (discounts, listed) = (all.Sum(x => x.Discounts), all.Sum(x => x.ListDiscounts));
        var cost = all.All(x => x.LacksKnownCost) ? (Money?)null : new Money(all.Sum(x => x.Cost), currency);
        var profit = cost?.With(revenue - unknown - cost.Value.Amount);
        return new(
            new(revenue, currency),
            new(discounts, currency),
            new(discounts - listed, currency),
            new(listed, currency),
            cost,
            profit,
            Margin(profit, revenue - unknown),
            new(all.Sum(x => x.CostUnknown), new(unknown, currency)),
            new(all.Sum(x => x.WrittenOff), currency)
        );
    }

    /// <summary>Of the revenue of the lines of known cost; null when it is not positive.</summary>
    public static decimal? Margin(Money? profit, decimal revenue) =>
        profit is { } known && revenue > 0
            ? Math.Round(known.Amount * 100 / revenue, 2, MidpointRounding.AwayFromZero)
            : null;
}

/// <summary>Lines of shipments and returns of unknown cost: they count in the revenue alone.</summary>
/// <param name="Count">Number of lines.</param>
/// <param name="Revenue">Their part of the revenue, without VAT; null where it cannot be converted.</param>
public sealed record CostUnknownAnswer(long Count, Money? Revenue);
