using System.Numerics;

namespace Crm.Domain.Deals.Settlement;

/// <summary>A discount of a whole document, in addition to those of its lines: in percent or in money.</summary>
/// <param name="Percent">0 to 100 of the sum of the lines after their own discounts.</param>
/// <param name="Sum">With or without VAT, as the prices of the document.</param>
public sealed record DocumentDiscount(decimal? Percent, decimal? Sum);

/// <summary>
/// Prices the lines of a document together. The document discount is split over the lines by largest remainder in
/// proportion to their sums, and VAT is calculated per line after it. So the shares sum to the discount exactly, and
/// the order of the lines changes no total.
/// </summary>
public static class Pricing
{
    public static ImmutableArray<PricedLine> Of(
        ImmutableArray<LineDraft> lines,
        bool priceIncludesVat,
        Currency currency,
        DocumentDiscount? discount
    )
    {
        var own = lines.Select(x => PricedLine.Own(x, currency)).ToArray();
        var shares = Shares(lines, own, currency, discount);
        return [.. lines.Select((x, i) => PricedLine.From(x, priceIncludesVat, currency, shares[i]))];
    }

    /// <summary>
    /// Alternatives take no part in the split: a percentage applies to each of them as if it were bought, a sum is
    /// split over the main lines only.
    /// </summary>
    private static decimal[] Shares(
        ImmutableArray<LineDraft> lines,
        decimal[] own,
        Currency currency,
        DocumentDiscount? discount
    )
    {
        var shares = new decimal[lines.Length];
        if (discount is null)
            return shares;
        int[] main = [.. Enumerable.Range(0, lines.Length).Where(i => !lines[i].Alternative)];
        var sum = discount.Sum ?? currency.Round(main.Sum(i => own[i]) * discount.Percent!.Value / 100);
        var split = LargestRemainder.Split(
            sum,
            [.. main.Select(i => own[i])],
            currency,
            (a, b) => Same(lines[main[a]], lines[main[b]])
        );
        foreach (var (share, i) in split.Zip(main))
            shares[i] = share;
        if (discount.Percent is { } percent)
            foreach (var i in Enumerable.Range(0, lines.Length).Except(main))
                shares[i] = currency.Round(own[i] * percent / 100);
        return shares;
    }

    /// <summary>Tie-breaker for the last unit: compares the content of the lines, never their position.</summary>
    private static int Same(LineDraft a, LineDraft b) =>
        Numbers(a).CompareTo(Numbers(b)) is not 0 and var numbers ? numbers
        : Nullable.Compare(a.Product?.Value, b.Product?.Value) is not 0 and var product ? product
        : string.CompareOrdinal(a.Name, b.Name);

    private static (decimal, decimal, decimal, decimal, decimal, decimal) Numbers(LineDraft x) =>
        (x.VatRate ?? -1, x.Price, x.Quantity, x.DiscountPercent, x.DiscountSum ?? 0, x.BasePrice ?? 0);
}

/// <summary>Splits a sum in proportion to weights; the parts are whole minor units and sum to it exactly.</summary>
internal static class LargestRemainder
{
    /// <summary>Weights are scaled to millionths: finer than any price, percentage or minor unit.</summary>
    private const decimal Finest = 1_000_000;

    /// <param name="sum">Whole minor units.</param>
    /// <param name="weights">Sums or percents, none negative.</param>
    /// <param name="tie">Order of two indices with equal remainder and weight; null: by position.</param>
    public static decimal[] Split(decimal sum, decimal[] weights, Currency currency, Comparison<int>? tie = null)
    {
        var unit = 1m;
        for (var i = 0; i < currency.Decimals; i++)
            unit *= 10;
        var units = weights.Select(x => (BigInteger)(x * Finest)).ToArray();
        var (whole, all) = ((BigInteger)(sum * unit), units.Aggregate(BigInteger.Zero, (x, y) => x + y));
        if (whole <= 0 || all <= 0)
            return new decimal[weights.Length];
        // BigInteger, because decimal cannot divide these exactly: a thousand lines of 10^15 with three decimals.
        var parts = units
            .Select(x =>
                BigInteger.DivRem(whole * x, all, out var rest) is var quotient
                    ? (Quotient: quotient, Over: rest)
                    : default
            )
            .ToArray();
        var left = (int)
            BigInteger.Min(whole - parts.Aggregate(BigInteger.Zero, (x, y) => x + y.Quotient), weights.Length);
        var order = Enumerable.Range(0, weights.Length).ToArray();
        Array.Sort(
            order,
            (a, b) =>
                parts[b].Over.CompareTo(parts[a].Over) is not 0 and var rest ? rest
                : units[b].CompareTo(units[a]) is not 0 and var weight ? weight
                : (tie?.Invoke(a, b) ?? 0) is not 0 and var same ? same
                : a.CompareTo(b)
        );
        for (var i = 0; i < left; i++)
            parts[order[i]].Quotient += 1;
        return [.. parts.Select(x => (decimal)x.Quotient / unit)];
    }
}
