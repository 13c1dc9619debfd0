namespace Crm.Domain.Currencies;

/// <summary>
/// Known rates and conversion by them: by the pair itself, by its inverse, or through the company's base currency, in
/// this order and no other way. A day without a rate uses the last rate before it.
/// </summary>
public sealed class RateBook
{
    private readonly Dictionary<CurrencyPair, DayRate[]> byPair;
    private readonly Currency companyBase;

    /// <param name="rates">Each pair and day at most once.</param>
    public RateBook(IEnumerable<DayRate> rates, Currency companyBase)
    {
        byPair = rates.GroupBy(x => x.Pair).ToDictionary(x => x.Key, x => x.OrderBy(r => r.ValidOn).ToArray());
        Days = [.. byPair.Values.SelectMany(x => x).Select(x => x.ValidOn).Distinct().Order()];
        this.companyBase = companyBase;
    }

    /// <summary>All days on which some rate changes, in order.</summary>
    public ImmutableArray<DateOnly> Days { get; }

    /// <summary>Conversion from one currency to another on a day; null when a rate is missing.</summary>
    public Conversion? Of(Currency from, Currency to, DateOnly day)
    {
        if (from == to)
            return Conversion.None;
        if (Leg(from, to, day) is { } direct)
            return direct;
        return
            from != companyBase
            && to != companyBase
            && Leg(from, companyBase, day) is { } there
            && Leg(companyBase, to, day) is { } back
            ? there.Then(back)
            : null;
    }

    private Conversion? Leg(Currency from, Currency to, DateOnly day) =>
        On(new(from, to), day) is { } rate ? new(rate, 1)
        : On(new(to, from), day) is { } inverse ? new(1, inverse)
        : null;

    private decimal? On(CurrencyPair pair, DateOnly day)
    {
        if (!byPair.TryGetValue(pair, out var days))
            return null;
        var (low, high) = (0, days.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days[middle].ValidOn <= day)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? null : days[low - 1].Rate;
    }
}

/// <summary>Multiplier and divisor of an amount. Nothing is rounded here; only sums are, once.</summary>
public readonly record struct Conversion(decimal Times, decimal Over)
{
    public static Conversion None { get; } = new(1, 1);

    public Conversion Then(Conversion next) => new(Times * next.Times, Over * next.Over);

    /// <summary>The converted amount, to the 28 digits of a decimal; null on overflow.</summary>
    public decimal? Of(decimal amount)
    {
        try
        {
            return amount * Times / Over;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
