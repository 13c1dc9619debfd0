namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// How much a document gives away by hand, in percent of the catalogue price: of the price list if the price was taken
/// from one, else of the base price (so a lower price typed by hand is a discount too); without a product, of the price
/// itself. Calculated from the requested discounts and not from rounded sums: ten percent are ten percent of any line.
/// Rounded to hundredths.
/// </summary>
/// <param name="Whole">Of all lines together, without alternatives.</param>
/// <param name="Lines">Of each line, including alternatives.</param>
public sealed record DiscountFound(decimal Whole, ImmutableArray<(LineId Line, decimal Percent)> Lines)
{
    /// <summary>
    /// The value to compare with a limit. A mean never exceeds its largest part, so a limit that holds for each line
    /// holds for the whole.
    /// </summary>
    public decimal Largest => Lines.Select(x => x.Percent).Append(Whole).Max();

    /// <param name="converted">
    /// The base price of a line whose catalogue price is in another currency; null, or without a result: it is compared
    /// with its own price.
    /// </param>
    public static DiscountFound In(
        ImmutableArray<PricedLine> lines,
        Currency currency,
        DocumentDiscount? discount,
        Func<PricedLine, decimal?>? converted = null
    )
    {
        var own = lines.Where(x => !x.Alternative).Sum(x => PricedLine.Own(x.Asked(), currency));
        var left = discount switch
        {
            { Percent: { } percent } => (100 - percent) / 100,
            { Sum: { } sum } when own > 0 => 1 - (sum / own),
            _ => 1,
        };
        var reckoned = lines
            .Select(x =>
                (
                    x.Line,
                    x.Alternative,
                    Full: x.Quantity * Catalogue(x, converted),
                    Left: Asked(x) * (x.Alternative && discount?.Sum is not null ? 1 : left)
                )
            )
            .ToArray();
        var main = reckoned.Where(x => !x.Alternative).ToArray();
        return new(
            Percent(main.Sum(x => x.Full), main.Sum(x => x.Left)),
            [.. reckoned.Select(x => (x.Line, Percent(x.Full, x.Left)))]
        );
    }

    private static decimal Catalogue(PricedLine x, Func<PricedLine, decimal?>? converted) =>
        x.PriceList is null ? x.BasePrice ?? converted?.Invoke(x) ?? x.Price : x.Price;

    private static decimal Asked(PricedLine x) =>
        (x.Quantity * x.Price * (100 - x.DiscountPercent) / 100) - (x.DiscountSum ?? 0);

    private static decimal Percent(decimal full, decimal left) =>
        full <= Math.Max(0, left) ? 0 : Math.Round((1 - (left / full)) * 100, 2, MidpointRounding.AwayFromZero);
}
