using Crm.Domain.Settings;
using static Crm.Domain.Tests.WriteOffs;

namespace Crm.Domain.Tests;

/// <summary>The write-off limit in other currencies: converted at the day's rate, which the event states.</summary>
public sealed class WriteOffCurrencyTests
{
    private static readonly WriteOffId Second = new(Id(86));

    [Fact]
    public void In_another_currency_the_limit_is_converted_at_the_rate_of_the_day_and_the_event_states_it()
    {
        // 100 roubles at 90 are 1.1111 dollars: the limit rounds down to whole cents.
        var rate = new DayRate(new(Usd, Rub), new(2026, 3, 1), 90);
        var given = Deals.Simple.Did(Verbs.Pay(5) with { Amount = Dollars(5) }) with { Rate = rate };
        Given(given)
            .When(InDollars(1.12m))
            .ThenRefused(
                "write_off.exceeds_limit",
                BeyondConverted("<= 1.11 USD (100.00 RUB, USD/RUB 90 of 2026-03-01)", "1.12 USD")
            );
        var off = Given(given)
            .When(InDollars(1.11m))
            .Then(
                new DebtWrittenOff(TheWriteOff, "W-2026-000001", Dollars(1.11m), DebtSide.Us, Why) { LimitRate = rate }
            );
        Given(off)
            .When(InDollars(0.01m) with { Id = Second })
            .ThenRefused(
                "write_off.exceeds_limit",
                BeyondConverted("<= 1.11 USD (100.00 RUB, USD/RUB 90 of 2026-03-01)", "1.12 USD")
            );
        // The rouble rises: all write-offs of the deal together are compared with the limit at today's rate.
        Given(off with { Rate = rate with { Rate = 80 } })
            .When(InDollars(0.14m) with { Id = Second })
            .Then(
                new DebtWrittenOff(Second, "W-2026-000002", Dollars(0.14m), DebtSide.Us, Why)
                {
                    LimitRate = rate with { Rate = 80 },
                }
            );
        Given(given).When(Verbs.WriteOff(1, DebtSide.Us)).ThenDiffers("USD", "RUB");
    }

    [Fact]
    public void A_pair_that_is_kept_the_other_way_round_converts_too()
    {
        var rate = new DayRate(new(Rub, Usd), new(2026, 3, 1), 0.0125m);
        var given = Deals.Simple.Did(Verbs.Pay(5) with { Amount = Dollars(5) }) with { Rate = rate };
        Given(given)
            .When(InDollars(1.26m))
            .ThenRefused(
                "write_off.exceeds_limit",
                BeyondConverted("<= 1.25 USD (100.00 RUB, RUB/USD 0.0125 of 2026-03-01)", "1.26 USD")
            );
        Given(given)
            .When(InDollars(1.25m))
            .Then(
                new DebtWrittenOff(TheWriteOff, "W-2026-000001", Dollars(1.25m), DebtSide.Us, Why) { LimitRate = rate }
            );
    }

    [Theory]
    [InlineData("JPY", "0.6333", "157", "158"), InlineData("KWD", "290.7", "0.343", "0.344")]
    public void Currencies_with_other_minor_units_are_held_to_their_own(
        string code,
        string rate,
        string within,
        string beyond
    )
    {
        var currency = new Currency(code);
        Money Of(string sum) => new(decimal.Parse(sum, System.Globalization.CultureInfo.InvariantCulture), currency);
        var given = Deals.Simple.Did(Verbs.Pay(5) with { Amount = Of("500") }) with
        {
            Rate = new(new(currency, Rub), new(2026, 3, 1), Of(rate).Amount),
        };
        given
            .Decide(Verbs.WriteOff(1, DebtSide.Us) with { Amount = Of(within) }, null, Rights.All)
            .Decision.Refused.Should()
            .BeNull();
        given
            .Decide(Verbs.WriteOff(1, DebtSide.Us) with { Amount = Of(beyond) }, null, Rights.All)
            .Decision.Refused!.Code.Should()
            .Be("write_off.exceeds_limit");
    }

    [Fact]
    public void Without_a_rate_the_refusal_names_the_pair_the_day_and_the_call_that_sets_it()
    {
        var given = Deals.Simple.Did(Verbs.Pay(1) with { Amount = Dollars(1) });
        var missing = new Blocker(
            "exchange_rate.missing",
            "currency-pair:USD/RUB",
            "USD/RUB, valid on 2026-03-02 or before",
            "none",
            Fixes.To("setExchangeRate")
        );
        Given(given).When(InDollars(1)).ThenRefused("exchange_rate.missing", missing);
        Given(given)
            .When(InDollars(2))
            .ThenRefused("write_off.exceeds_debt", BeyondDebt("<= 1.00 USD", "2.00 USD"), missing);
        // A limit of zero is zero in every currency.
        var none = new CompanyCommandContext(given.Now, null, Anna, Rights.All, Moscow, () => default)
        {
            WriteOffLimit = Roubles(0),
        };
        InDollars(1)
            .Decide(new DecisionContext(given.Deal, given.Process, none))
            .Refused!.Blockers.Should()
            .Equal(Blocked.OfDeal("write_off.exceeds_limit", "<= 0.00 RUB", "1.00 USD", "recordRefund"));
    }

    private static WriteOffDebt InDollars(decimal amount) =>
        Verbs.WriteOff(amount, DebtSide.Us) with
        {
            Amount = Dollars(amount),
        };

    private static Blocker BeyondConverted(string expected, string actual) =>
        Blocked.OfDeal("write_off.exceeds_limit", expected, actual, "recordRefund");
}
