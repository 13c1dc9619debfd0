namespace Crm.Domain.Currencies;

/// <summary>
/// Two currencies whose rate is kept: one unit of the first in units of the second. The other way round is the inverse, never a
/// rate of its own.
/// </summary>
public readonly record struct CurrencyPair(Currency Base, Currency Quote)
{
    public override string ToString() => $"{Base}/{Quote}";
}

/// <summary>What one unit of a currency costs on a day, and after it until the next day with a rate.</summary>
/// <param name="Rate">Above zero, up to 10 decimals.</param>
public sealed record DayRate(CurrencyPair Pair, DateOnly ValidOn, decimal Rate);

/// <summary>A rate was set. For a day that had one it is a correction: what was known before is read by when it was recorded.</summary>
public sealed record ExchangeRateSet(Currency Base, Currency Quote, DateOnly ValidOn, decimal Rate) : DomainEvent;
