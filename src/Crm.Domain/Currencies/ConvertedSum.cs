namespace Crm.Domain.Currencies;

/// <summary>
/// A sum over several currencies in one: each part is converted exactly, and the sum is rounded once to the minor unit. Where a rate is
/// missing there is no sum, for a sum of the rest would look like the whole.
/// </summary>
public sealed class ConvertedSum(Currency into)
{
    /// <summary>Beyond this digits below the minor unit would be lost: no sum of business comes near it.</summary>
    private const decimal Most = 10_000_000_000_000_000_000_000m;

    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private decimal exact;

    /// <summary>Pairs without a rate, as <c>USD/RUB</c>; null when none is missing.</summary>
    public IReadOnlyList<string>? Missing => missing.Count == 0 ? null : [.. missing];

    /// <summary>The sum; null when a rate is missing.</summary>
    public Money? Sum => missing.Count == 0 ? new Money(into.Round(exact), into) : null;

    public ConvertedSum Add(decimal amount, Currency from, Conversion? by)
    {
        if (by?.Of(amount) is { } converted && Math.Abs(converted) < Most && Math.Abs(exact) < Most)
            exact += converted;
        else
            missing.Add(new CurrencyPair(from, into).ToString());
        return this;
    }
}
