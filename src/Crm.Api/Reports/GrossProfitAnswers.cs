using System.Text.Json.Serialization;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>Gross profit (валовая прибыль) of a period by business time: shipped less returned, without VAT.</summary>
/// <param name="Items">Rows, one per key and currency.</param>
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
    /// Codes of capabilities that are switched off and that the numbers depend on; earlier data stays included. Present only when
    /// there are any.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CapabilitiesOff { get; init; }

    /// <summary>Everything converted into the requested currency; present only with <c>currency</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConvertedProfitAnswer? Converted { get; init; }
}

/// <summary>Gross profit of one key in one currency.</summary>
/// <param name="Key">Id, code or month that the row groups by; null for the row without one.</param>
/// <param name="Title">Name of the key, in the language of the request; null when there is none.</param>
/// <param name="DealId">Id of the deal; present only when grouped by deal.</param>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">Cost of goods sold (себестоимость), without VAT. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="GrossProfit">Gross profit (валовая прибыль): revenue less cost. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="MarginPercent">Gross profit in percent of revenue (рентабельность), two decimals; null without revenue.</param>
/// <param name="CostUnknown">Number of lines without a known cost; their cost counts as 0.</param>
/// <param name="WrittenOff">
/// Debts written off, with VAT, not part of revenue: positive for debts of clients, negative for debts to clients.
/// </param>
/// <param name="DrillDown">Address of the list of deals behind the row.</param>
/// <param name="Facts">Address of the list of shipment lines, return lines and write-offs behind the row.</param>
public sealed record ProfitAnswer(
    string? Key,
    string? Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? DealId,
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money Cost,
    [property: Cost] Money GrossProfit,
    [property: Cost] decimal? MarginPercent,
    [property: Cost] long CostUnknown,
    Money WrittenOff,
    string DrillDown,
    string Facts
)
{
    /// <summary>The row converted into the requested currency; present only with <c>currency</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConvertedProfitAnswer? Converted { get; init; }
}

/// <summary>Gross profit in total, in one currency.</summary>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">Cost of goods sold (себестоимость), without VAT. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="GrossProfit">Gross profit (валовая прибыль): revenue less cost. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="MarginPercent">Gross profit in percent of revenue (рентабельность), two decimals; null without revenue.</param>
/// <param name="CostUnknown">Number of lines without a known cost; their cost counts as 0.</param>
/// <param name="WrittenOff">
/// Debts written off, with VAT, not part of revenue: positive for debts of clients, negative for debts to clients.
/// </param>
public sealed record ProfitSumAnswer(
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money Cost,
    [property: Cost] Money GrossProfit,
    [property: Cost] decimal? MarginPercent,
    [property: Cost] long CostUnknown,
    Money WrittenOff
)
{
    public static ProfitSumAnswer Of(Currency currency, IEnumerable<ProfitCell> cells)
    {
        var all = cells.ToArray();
        var (revenue, cost) = (all.Sum(x => x.Revenue), all.Sum(x => x.Cost));
        var (discounts, listed) = (all.Sum(x => x.Discounts), all.Sum(x => x.ListDiscounts));
        return new(
            new(revenue, currency),
            new(discounts, currency),
            new(discounts - listed, currency),
            new(listed, currency),
            new(cost, currency),
            new(revenue - cost, currency),
            revenue == 0 ? null : Math.Round((revenue - cost) * 100 / revenue, 2, MidpointRounding.AwayFromZero),
            all.Sum(x => x.CostUnknown),
            new(all.Sum(x => x.WrittenOff), currency)
        );
    }
}
