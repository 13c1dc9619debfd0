using System.Text.Json.Serialization;

namespace Crm.Api.Reports;

/// <summary>
/// Gross profit converted into the requested currency: each shipment, return and write-off at the rate of its own day, each sum
/// rounded once. Sums are null, and missingRates is filled, where a rate is missing.
/// </summary>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT: discounts less priceListDiscounts.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">Cost of goods sold (себестоимость), without VAT. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="GrossProfit">Gross profit (валовая прибыль): revenue less cost. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="MarginPercent">Gross profit in percent of revenue (рентабельность), two decimals; null without revenue.</param>
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
    Money? WrittenOff,
    Money? ExchangeDifference
)
{
    /// <summary>
    /// Why exchangeDifference is null: <c>rate.missing</c>, or <c>by.product</c>, because a payment does not belong to a product.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExchangeDifferenceReason { get; init; }

    /// <summary>Currency pairs without a rate on a day that requires one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingRates { get; init; }

    /// <summary>Total less the sum of the rows, each of which is rounded by itself; present only in the total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProfitRoundingAnswer? RoundingDifference { get; init; }

    /// <summary>
    /// Part of exchangeDifference that belongs to no row because nothing was delivered there in the period, with rounding; present
    /// only in the total.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ExchangeDifferenceElsewhere { get; init; }
}

/// <summary>Totals less the sums of the rows, each of which is rounded by itself.</summary>
/// <param name="Revenue">Rounding difference of revenue.</param>
/// <param name="Discounts">Rounding difference of discounts.</param>
/// <param name="ManualDiscounts">Rounding difference of manual discounts.</param>
/// <param name="PriceListDiscounts">Rounding difference of discounts by price lists.</param>
/// <param name="Cost">Rounding difference of cost. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="WrittenOff">Rounding difference of write-offs.</param>
public sealed record ProfitRoundingAnswer(
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money Cost,
    Money WrittenOff
);
