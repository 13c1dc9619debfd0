namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Divides a line into parts (docs/domain.md, Lines and rounding). Two of its three amounts are rounded cumulatively: total
/// and VAT when prices include VAT, net and VAT when VAT comes on top. The third follows from them, so that net + VAT = total
/// holds in every part and the parts sum to the line.
/// </summary>
/// <param name="Whole">Quantity and sums of the line.</param>
/// <param name="PriceIncludesVat">Whether the prices of the document include VAT.</param>
internal readonly record struct LineInParts(Sums Whole, bool PriceIncludesVat, Currency Currency)
{
    /// <summary>The sums of the first parts, up to this quantity.</summary>
    public Sums UpTo(decimal quantity)
    {
        if (quantity == Whole.Quantity)
            return Whole;
        var vat = Share(Whole.Vat, quantity);
        var total = PriceIncludesVat ? Share(Whole.Total, quantity) : Share(Whole.Net, quantity) + vat;
        return new Sums(quantity, total - vat, vat, total, Share(Whole.Discount, quantity))
        {
            ListDiscount = Share(Whole.ListDiscount, quantity),
        };
    }

    /// <summary>
    /// The sums of the next part. Parts that earlier builds stored may miss net + VAT = total by a minor unit: what follows
    /// keeps the line's total and VAT, which debts and tax depend on, and takes the difference in its net amount. Earlier parts may
    /// have taken more than their share, when others between them were reversed: no amount becomes negative.
    /// </summary>
    /// <param name="taken">Quantity and sums of the earlier parts.</param>
    public Sums Next(Sums taken, decimal quantity)
    {
        var upTo = UpTo(taken.Quantity + quantity);
        var stated = Math.Max(0, PriceIncludesVat ? upTo.Total - taken.Total : Untaxed(upTo) - Untaxed(taken));
        var vat = Math.Clamp(upTo.Vat - taken.Vat, 0, PriceIncludesVat ? stated : decimal.MaxValue);
        var total = PriceIncludesVat ? stated : stated + vat;
        // Zero, unless the whole line is itself a stored part that misses by a minor unit.
        var missing = upTo.Net + upTo.Vat - upTo.Total;
        return new Sums(quantity, total - vat + missing, vat, total, upTo.Discount - taken.Discount)
        {
            ListDiscount = upTo.ListDiscount - taken.ListDiscount,
        };
    }

    private static decimal Untaxed(Sums sums) => sums.Total - sums.Vat;

    private decimal Share(decimal sum, decimal quantity) => Currency.Round(sum * quantity / Whole.Quantity);
}
