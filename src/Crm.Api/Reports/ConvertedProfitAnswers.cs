namespace Crm.Api.Reports;

/// <summary>
/// Gross profit converted into the requested currency: each shipment, return and write-off at the rate of its own day, each sum
/// rounded once. Sums are null, and missingRates is filled, where a rate is missing. Rows and roundingDifference sum to the total.
/// </summary>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT: discounts less priceListDiscounts.</param>
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
/// <param name="ExchangeDifference">
/// Exchange difference (курсовая разница) on debts closed in the period, with VAT: payments at the rates of their days, less
/// deliveries at the rates of theirs. Negative when less came in than the revenue states. Null: see exchangeDifferenceReason.
/// </param>
public sealed record ConvertedProfitAnswer(
    Money? Revenue,
    Money? Discounts,
    Money? ManualDiscounts,
    Money? PriceListDiscounts,
    [property: Cost] Money? Cost,
    [property: Cost] Money? GrossProfit,
    [property: Cost] decimal? MarginPercent,
    [property: Cost] CostUnknownAnswer CostUnknown,
    Money? WrittenOff,
    Money? ExchangeDifference
)
{
    /// <summary>
    /// Why exchangeDifference is null: <c>rate.missing</c>, or <c>by.product</c>, because a payment does not belong to a product.
    /// </summary>
    public string? ExchangeDifferenceReason { get; init; }

    /// <summary>Currency pairs without a rate on a day that requires one.</summary>
    public IReadOnlyList<string>? MissingRates { get; init; }

    /// <summary>Total less the sum of the rows, each of which is rounded by itself; null in the rows.</summary>
    public ProfitRoundingAnswer? RoundingDifference { get; init; }
}

/// <summary>Totals less the sums of the rows, each of which is rounded by itself.</summary>
/// <param name="Revenue">Rounding difference of revenue.</param>
/// <param name="Discounts">Rounding difference of discounts.</param>
/// <param name="ManualDiscounts">Rounding difference of manual discounts.</param>
/// <param name="PriceListDiscounts">Rounding difference of discounts by price lists.</param>
/// <param name="Cost">Rounding difference of cost; null when no cost is known. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="GrossProfit">
/// Rounding difference of gross profit; null when no cost is known. Visible only with the permission <c>cost.see</c>.
/// </param>
/// <param name="CostUnknownRevenue">Rounding difference of the revenue of unknown cost. Visible only with <c>cost.see</c>.</param>
/// <param name="WrittenOff">Rounding difference of write-offs.</param>
/// <param name="ExchangeDifference">Rounding difference of exchange differences; null when their total is null.</param>
/// <param name="DrillDown">Address of the list of all deals whose rows were rounded.</param>
/// <param name="Facts">Address of the list of all shipment lines, return lines and write-offs that were rounded.</param>
public sealed record ProfitRoundingAnswer(
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money? Cost,
    [property: Cost] Money? GrossProfit,
    [property: Cost] Money CostUnknownRevenue,
    Money WrittenOff,
    Money? ExchangeDifference,
    string DrillDown,
    string Facts
);
