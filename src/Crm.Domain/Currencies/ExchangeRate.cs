namespace Crm.Domain.Currencies;

/// <summary>
/// Two currencies with a stored rate: one unit of the first in units of the second. The opposite direction is the
/// inverse and never has a rate of its own.
/// </summary>
public readonly record struct CurrencyPair(Currency Base, Currency Quote)
{
    public override string ToString() => $"{Base}/{Quote}";

    /// <summary>The pairs whose rates a conversion may need: of the two currencies, or of each with the company's.</summary>
    public static IEnumerable<CurrencyPair> Between(Currency from, Currency to, Currency companyBase) =>
        ((CurrencyPair[])[new(from, to), new(from, companyBase), new(companyBase, to)]).Where(pair =>
            pair.Base != pair.Quote
        );
}

/// <summary>The price of one unit of a currency from a day on, until the next day with a rate.</summary>
/// <param name="Rate">Above zero, up to 10 decimals.</param>
public sealed record DayRate(CurrencyPair Pair, DateOnly ValidOn, decimal Rate);

/// <summary>
/// A rate was set. For a day that already had one it is a correction; the earlier value is still found by recording
/// time.
/// </summary>
public sealed record ExchangeRateSet(Currency Base, Currency Quote, DateOnly ValidOn, decimal Rate) : DomainEvent;
