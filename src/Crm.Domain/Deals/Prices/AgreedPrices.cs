using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals.Prices;

/// <summary>The prices of a document that are agreed with the client.</summary>
/// <param name="Lines">Alternatives included: the client may order them.</param>
/// <param name="Discount">Discount of the whole document; each line already includes its share.</param>
public sealed record AgreedPrices(ImmutableArray<PricedLine> Lines, Currency Currency, DocumentDiscount? Discount)
{
    /// <summary>Currencies of base prices that the lines are compared with.</summary>
    public IEnumerable<Currency> ForeignCurrencies =>
        Lines.Select(line => line.ForeignBasePrice?.Currency).OfType<Currency>().Distinct();

    /// <summary>Codes of the price lists that prices were taken from.</summary>
    public IEnumerable<string> PriceLists => Lines.Select(line => line.PriceList).OfType<string>().Distinct();

    /// <summary>
    /// Share of lines without a product in the net, in percent: of the lines in all, or with the alternatives if that is
    /// more.
    /// </summary>
    public decimal FreeTextPercent =>
        Math.Max(FreeTextShare(Lines.Where(line => !line.Alternative)), FreeTextShare(Lines));

    private static decimal FreeTextShare(IEnumerable<PricedLine> lines) =>
        FreeText.Percent(lines.Select(line => (line.Product, line.Net)));
}

/// <summary>Lines without a product.</summary>
internal static class FreeText
{
    /// <summary>
    /// Their share in the net, in percent with nine decimals, so that the same share of parts compares as equal; 0 when
    /// the net is 0.
    /// </summary>
    public static decimal Percent(IEnumerable<(ProductId? Product, decimal Net)> lines)
    {
        decimal free = 0,
            whole = 0;
        foreach (var (product, net) in lines)
            (free, whole) = (free + (product is null ? net : 0), whole + net);
        return whole <= 0 ? 0 : Math.Round(free / whole * 100, 9);
    }
}
