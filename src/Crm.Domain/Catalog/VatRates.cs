using System.Globalization;

namespace Crm.Domain.Catalog;

/// <summary>The rates of VAT that a product or a line may have, in percent; none at all is exempt, and is always there.</summary>
public static class VatRates
{
    private const int Most = 50;

    /// <summary>The rates until the company sets others.</summary>
    public static ImmutableArray<decimal> Initial { get; } = [0, 5, 7, 10, 20, 22];

    /// <summary>Order and repetition mean nothing.</summary>
    public static ImmutableArray<decimal> InOrder(IEnumerable<decimal> rates) => [.. rates.Distinct().Order()];

    public static IEnumerable<Fault> Faults(ImmutableArray<decimal> rates, string pointer)
    {
        if (rates.IsEmpty)
            yield return new(pointer, "member.empty", "at least one; exempt is always there");
        if (rates.Length > Most)
            yield return new(pointer, "member.too_many", $"at most {Most}");
        for (var i = 0; i < Math.Min(rates.Length, Most); i++)
        {
            if (rates[i] is < 0 or > 100)
                yield return new($"{pointer}/{i}", "percent.out_of_range", "0 to 100");
            else if (Math.Round(rates[i], 2) != rates[i])
                yield return new($"{pointer}/{i}", "amount.too_precise", "at most 2 decimals");
        }
    }

    public static Fault Unknown(string pointer, ImmutableArray<decimal> rates) =>
        new(pointer, "vat_rate.unknown", Text(rates));

    public static string Text(IEnumerable<decimal> rates) =>
        string.Join(", ", rates.Select(x => x.ToString("0.##", CultureInfo.InvariantCulture)));
}

/// <summary>A rate that products have.</summary>
/// <param name="Products">How many that are not archived.</param>
/// <param name="Example">One of them.</param>
public sealed record RateInUse(decimal Rate, long Products, ProductId Example);
