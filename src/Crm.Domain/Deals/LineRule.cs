using System.Globalization;
using Crm.Domain.Deals.Process;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

/// <summary>Rules about the lines of documents.</summary>
internal static class LineRule
{
    /// <summary>Beyond these a sum times a quantity would no longer fit a decimal.</summary>
    private const decimal MostQuantity = 1_000_000_000, MostSum = 1_000_000_000_000_000;

    /// <summary>With more, sums of quantities would round, and so depend on the order in which they are folded.</summary>
    private const int QuantityDecimals = 6;

    /// <summary>The faults of lines that a document brings along.</summary>
    public static Rejection? Faults(ImmutableArray<PricedLine> lines)
    {
        List<Fault> faults = [];
        if (lines.IsEmpty) faults.Add(new("/lines", "lines.missing", "at least one"));
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (Quantity(i, line.Quantity) is { } quantity) faults.Add(quantity);
            if (line.Price < 0) faults.Add(new($"/lines/{i}/price", "amount.negative", ">= 0"));
            if (line.DiscountPercent is < 0 or > 100) faults.Add(new($"/lines/{i}/discountPercent", "percent.out_of_range", "0-100"));
            if (line.Total >= MostSum || line.Net + line.Discount >= MostSum) faults.Add(new($"/lines/{i}", "amount.too_large", $"a sum below {Text(MostSum)}"));
            if (lines.Take(i).Any(x => x.Line == line.Line)) faults.Add(new($"/lines/{i}/lineId", "order_line.twice", "each line once"));
        }

        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }

    /// <summary>The faults of quantities of order lines.</summary>
    public static Rejection? Faults(Order order, ImmutableArray<LineQuantity> lines)
    {
        List<Fault> faults = [];
        if (lines.IsEmpty) faults.Add(new("/lines", "lines.missing", "at least one"));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!order.Lines.ContainsKey(lines[i].Line)) faults.Add(new($"/lines/{i}/lineId", "order_line.not_found", "a line of the order"));
            if (Quantity(i, lines[i].Quantity) is { } quantity) faults.Add(quantity);
            if (lines.Take(i).Any(x => x.Line == lines[i].Line)) faults.Add(new($"/lines/{i}/lineId", "order_line.twice", "each line once"));
        }

        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }

    /// <summary>Quantities of one line depend on each other: neither may be cut from under the other at any asOf.</summary>
    public static DateTimeOffset ShippedAt(Situation at, OrderId order) =>
        at.Deal.Ledger.Shipments.Values.Where(x => x.Order == order).Select(x => x.LatestAt).DefaultIfEmpty().Max();

    public static string Text(decimal quantity) => quantity.ToString("0.######", CultureInfo.InvariantCulture);

    private static Fault? Quantity(int line, decimal quantity) =>
        quantity <= 0 ? new($"/lines/{line}/quantity", "quantity.not_positive", "> 0")
        : quantity > MostQuantity ? new($"/lines/{line}/quantity", "quantity.too_large", $"<= {Text(MostQuantity)}")
        : Math.Round(quantity, QuantityDecimals) != quantity ? new($"/lines/{line}/quantity", "quantity.too_precise", $"at most {QuantityDecimals} decimals")
        : null;
}
