using System.Globalization;

namespace Crm.Domain.Catalog;

/// <summary>VAT rates in percent that a product or a line may have. Exempt (null) is always allowed.</summary>
public static class VatRates
{
    private const int Most = 50;

    /// <summary>The rates until the company changes them.</summary>
    public static ImmutableArray<decimal> Initial { get; } = [0, 5, 7, 10, 20, 22];

    /// <summary>Canonical form: order and repetition have no meaning.</summary>
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
        new(pointer, "vat_rate.unknown", Phrase.Data(Text(rates)));

    public static string Text(IEnumerable<decimal> rates) =>
        string.Join(", ", rates.Select(x => x.ToString("0.##", CultureInfo.InvariantCulture)));
}

/// <summary>A VAT rate that products have.</summary>
/// <param name="Products">Number of products with it that are not archived.</param>
/// <param name="Example">One of those products.</param>
public sealed record RateInUse(decimal Rate, long Products, ProductId Example);
