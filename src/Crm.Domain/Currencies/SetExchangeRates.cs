namespace Crm.Domain.Currencies;

/// <summary>Sets rates of one pair; rates that are already set leave no event.</summary>
/// <param name="Rates">Each day at most once.</param>
public sealed record SetExchangeRates(CurrencyPair Pair, ImmutableArray<DayRate> Rates)
{
    public const int Decimals = 10;

    /// <summary>Upper limit of a rate, so that a sum times a rate stays exact.</summary>
    private const decimal Most = 1_000_000_000m;

    /// <param name="stored">The stored pair, if there is one; its direction is that of its first rate.</param>
    /// <param name="known">Current rates of the pair.</param>
    public Decision Decide(CurrencyPair? stored, IReadOnlyDictionary<DateOnly, decimal> known, CommandContext context)
    {
        if (Pair.Base == Pair.Quote)
            return Rejection.Invalid("/quote", "exchange_rate.same_currency", "another currency than the base");
        if (Rates.Select(x => Wrong(x.Rate, "/rate")).FirstOrDefault(x => x is not null) is { } wrong)
            return Rejection.Invalid(wrong);
        if (stored is { } other && other != Pair)
            return Direction(other, Pair);
        return Decision.Accept(
            Rates
                .Where(x => !(known.TryGetValue(x.ValidOn, out var rate) && rate == x.Rate))
                .OrderBy(x => x.ValidOn)
                .Select(x => new ExchangeRateSet(Pair.Base, Pair.Quote, x.ValidOn, x.Rate) { HappenedAt = context.Now })
        );
    }

    /// <summary>Refused, because two directions with rates of their own could contradict each other.</summary>
    public static Rejection Direction(CurrencyPair stored, CurrencyPair wanted) =>
        Rejection.Conflict(
            "exchange_rate.direction",
            new Blocker(
                "exchange_rate.direction",
                $"currency-pair:{stored}",
                $"{stored}",
                $"{wanted}",
                new Fix.SetExchangeRate()
            )
        );

    /// <summary>The fault of a rate; null when it is valid.</summary>
    public static Fault? Wrong(decimal rate, string pointer) =>
        rate <= 0 ? new(pointer, "amount.not_positive", "> 0")
        : rate >= Most ? new(pointer, "amount.too_large", "below 10^9")
        : Math.Round(rate, Decimals) != rate ? new(pointer, "amount.too_precise", $"at most {Decimals} decimals")
        : null;
}
