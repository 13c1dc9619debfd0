namespace Crm.Domain.Currencies;

/// <summary>
/// A sum over several currencies in one currency. Each part is converted exactly and the sum is rounded once to the
/// minor unit. If a rate is missing there is no sum, because a partial sum would look like the whole.
/// </summary>
public sealed class ConvertedSum(Currency into)
{
    /// <summary>Above this amount, digits below the minor unit would be lost. No business sum comes near it.</summary>
    private const decimal Most = 10_000_000_000_000_000_000_000m;

    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private decimal exact;

    /// <summary>Currency pairs without a rate, as <c>USD/RUB</c>; null when none is missing.</summary>
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
