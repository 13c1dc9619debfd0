using System.Text.Json.Serialization;
using Crm.Domain.Catalog;

namespace Crm.Domain.Settings;

/// <summary>
/// Whether lines without a product need approval: <c>free</c> (never), <c>limit</c> (when their share of the document's net is above
/// <c>freeTextLimitPercent</c>) or <c>approval</c> (always).
/// </summary>
[JsonConverter(typeof(CamelCase<FreeTextLines>))]
public enum FreeTextLines
{
    Free,
    Limit,
    Approval,
}

/// <summary>The company's rules for lines that the catalogue does not price.</summary>
/// <param name="FreeTextLimitPercent">Share of the document's net, 0 to 100, at most 2 decimals.</param>
/// <param name="DefaultVatRate">
/// Percent, for lines without a product and for amounts without an order; null: any rate may be chosen.
/// </param>
public sealed record PricePolicy(FreeTextLines FreeTextLines, decimal FreeTextLimitPercent, decimal? DefaultVatRate)
{
    public static PricePolicy Initial { get; } = new(FreeTextLines.Free, 10, null);

    /// <param name="rates">The company's VAT rates.</param>
    public IEnumerable<Fault> Faults(ImmutableArray<decimal> rates)
    {
        if (FreeTextLimitPercent is < 0 or > 100)
            yield return new("/freeTextLimitPercent", "percent.out_of_range", "0 to 100");
        else if (Math.Round(FreeTextLimitPercent, 2) != FreeTextLimitPercent)
            yield return new("/freeTextLimitPercent", "amount.too_precise", "at most 2 decimals");
        if (DefaultVatRate is { } rate && !rates.Contains(rate))
            yield return VatRates.Unknown("/defaultVatRate", rates);
    }
}
