using System.Globalization;
using Crm.Domain.Currencies;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Writes off a small debt of either side. At most the current debt, and all write-offs of the deal together stay
/// within the company's limit, so that many small ones do not add up to a large one. A limit in another currency is
/// converted at the rate of the day on which the write-off happens.
/// </summary>
/// <param name="Side">Whose debt is closed.</param>
public sealed record WriteOffDebt(WriteOffId Id, Money Amount, DebtSide Side, Personal Reason) : DealCommand
{
    public override IEnumerable<CurrencyPair> Converts(DecisionContext at) =>
        at.Context.WriteOffLimit.Currency is var of && of == Amount.Currency ? [] : [new(Amount.Currency, of)];

    protected override bool MovesMoneyOrGoods => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.WriteOffs.Any(writeOff => writeOff.Id == Id))
            return Rejection.Conflict("id.taken");
        if (Rule.Positive(Amount, "/amount/amount") is { } fault)
            return fault;
        if (Rule.SameCurrency(at, Amount.Currency, at.Deal.Currency) is { } differs)
            return differs;
        var (beyond, rate) = BeyondLimit(at);
        if (((Blocker?[])[BeyondDebt(at), beyond]).OfType<Blocker>().ToArray() is { Length: > 0 } unmet)
            return Rejection.Conflict(unmet[0].Code, unmet);
        return Clocks.Referring(at, ledger.DebtAt) is { } early
            ? early
            : Decision.Accept(new DebtWrittenOff(Id, "", Amount, Side, Reason) { LimitRate = rate });
    }

    private Blocker? BeyondDebt(DecisionContext at)
    {
        var balance = at.Deal.Ledger.Balance;
        var debt = Side == DebtSide.Client ? balance.ClientOwes : balance.WeOwe;
        return Amount.Amount > debt
            ? new Blocker(
                "write_off.exceeds_debt",
                at.DealRef,
                $"<= {Unmet.Sum(at.Deal, debt)}",
                $"{Amount}",
                new Fix.ReviewBalance(at.Deal.Id)
            )
            : null;
    }

    /// <summary>
    /// Reversing an earlier write-off is always within the limit, and a limit of zero allows nothing: neither case
    /// needs a rate.
    /// </summary>
    private (Blocker? Beyond, DayRate? Rate) BeyondLimit(DecisionContext at)
    {
        var (limit, before) = (at.Context.WriteOffLimit, at.Deal.Ledger.WrittenOff);
        var after = Amount.With(Math.Abs(before + (Side == DebtSide.Client ? Amount.Amount : -Amount.Amount)));
        if (after.Amount < Math.Abs(before))
            return default;
        if (limit.Amount == 0 || !Converts(at).Any())
            return (after.Amount > limit.Amount ? Beyond(at, $"{limit}", after) : null, null);
        if (at.Rates.FirstOrDefault() is not { } rate)
            return (NoRate(at, Converts(at).Single()), null);
        var converted = Converted(limit, rate);
        return after.Amount > converted.Amount
            ? (Beyond(at, $"{converted} ({limit}, {rate.Pair} {RateOf(rate)} of {rate.ValidOn})", after), null)
            : (null, rate);
    }

    /// <summary>The limit in the deal's currency, rounded down to whole minor units.</summary>
    private Money Converted(Money limit, DayRate rate) =>
        Amount.With(
            Math.Round(
                rate.Pair.Base == Amount.Currency ? limit.Amount / rate.Rate : limit.Amount * rate.Rate,
                Amount.Currency.Decimals,
                MidpointRounding.ToZero
            )
        );

    /// <summary>Rates have more decimals than other numbers of a phrase.</summary>
    private static string RateOf(DayRate rate) => rate.Rate.ToString("0.##########", CultureInfo.InvariantCulture);

    private Blocker Beyond(DecisionContext at, Phrase limit, Money after) =>
        new(
            "write_off.exceeds_limit",
            at.DealRef,
            $"<= {limit}",
            $"{after}",
            Side == DebtSide.Client ? new Fix.RecordPayment(at.Deal.Id) : new Fix.RecordRefund(at.Deal.Id)
        );

    private static Blocker NoRate(DecisionContext at, CurrencyPair pair) =>
        new(
            "exchange_rate.missing",
            $"currency-pair:{pair}",
            $"{pair}, valid on {at.Context.DayOf(at.HappenedAt)} or before",
            "none",
            new Fix.SetExchangeRate()
        );
}
