using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Small debts that are let go: of either side, never more than the debt, all of a deal's together within the limit.</summary>
public sealed class WriteOffTests
{
    private static readonly Story Delivered = Deals.SimpleOrder.Did(Verbs.Ship(10));
    private static readonly Story ClientOwes60 = Delivered.Did(Verbs.Pay(1140));
    private static readonly Story WeOwe60 = Delivered.Did(Verbs.Pay(1260));
    private static readonly WriteOffId Second = new(Id(86));

    [Fact]
    public void What_the_client_owes_is_forgiven_and_counts_positive()
    {
        var given = Given(ClientOwes60)
            .When(Verbs.WriteOff(60, DebtSide.Client))
            .Then(new DebtWrittenOff(TheWriteOff, "W-2026-000001", Roubles(60), DebtSide.Client, Why));
        Balance(given).Should().Be((60m, 0m, 0m));
        Given(given).When(Verbs.Win).Then(new DealClosed(Outcome.Won, null, null, 0, null, null, null, null));
    }

    [Fact]
    public void What_we_owe_is_left_to_us_and_counts_negative()
    {
        var given = Given(WeOwe60)
            .When(Verbs.WriteOff(60, DebtSide.Us))
            .Then(new DebtWrittenOff(TheWriteOff, "W-2026-000001", Roubles(60), DebtSide.Us, Why));
        Balance(given).Should().Be((-60m, 0m, 0m));
        Given(given).When(Verbs.Win).Then(new DealClosed(Outcome.Won, null, null, 0, null, null, null, null));
    }

    [Fact]
    public void A_part_leaves_the_rest_of_the_debt_and_the_gate_closed()
    {
        var given = ClientOwes60.Did(Verbs.WriteOff(59.99m, DebtSide.Client));
        Balance(given).Should().Be((59.99m, 0.01m, 0m));
        Given(given).When(Verbs.Win).ThenRefused("deal.gate_unmet", Blocked.ClientOwes("0.01 RUB"));
        Given(given).When(Verbs.Lose).ThenRefused("deal.gate_unmet", Blocked.ClientOwes("0.01 RUB"));
    }

    [Theory]
    [InlineData(DebtSide.Client, DebtSide.Us), InlineData(DebtSide.Us, DebtSide.Client)]
    public void Never_above_the_debt_of_its_side_and_the_other_side_owes_nothing(DebtSide side, DebtSide other)
    {
        var given = side == DebtSide.Client ? ClientOwes60 : WeOwe60;
        Given(given)
            .When(Verbs.WriteOff(60.01m, side))
            .ThenRefused("write_off.exceeds_debt", BeyondDebt("<= 60.00 RUB", "60.01 RUB"));
        Given(given)
            .When(Verbs.WriteOff(0.01m, other))
            .ThenRefused("write_off.exceeds_debt", BeyondDebt("<= 0.00 RUB", "0.01 RUB"));
        Given(given.Did(Verbs.WriteOff(60, side)))
            .When(Verbs.WriteOff(0.01m, side, Second))
            .ThenRefused("write_off.exceeds_debt", BeyondDebt("<= 0.00 RUB", "0.01 RUB"));
    }

    [Fact]
    public void An_advance_is_our_debt_but_no_small_one()
    {
        Given(Deals.Simple)
            .When(Verbs.WriteOff(1, DebtSide.Us))
            .ThenRefused("write_off.exceeds_debt", BeyondDebt("<= 0", "1.00 RUB"));
        Given(Deals.Simple.Did(Verbs.Pay(5000)))
            .When(Verbs.WriteOff(5000, DebtSide.Us))
            .ThenRefused("write_off.exceeds_limit", BeyondLimit("5000.00 RUB", "recordRefund"));
    }

    [Fact]
    public void All_write_offs_of_a_deal_together_stay_within_the_limit_and_opposite_ones_cancel_out()
    {
        var given = Delivered.Did(Verbs.Pay(1000)).Did(Verbs.WriteOff(60, DebtSide.Client));
        Given(given)
            .When(Verbs.WriteOff(40.01m, DebtSide.Client, Second))
            .ThenRefused("write_off.exceeds_limit", BeyondLimit("100.01 RUB", "recordPayment"));
        var full = Given(given)
            .When(Verbs.WriteOff(40, DebtSide.Client, Second))
            .Then(new DebtWrittenOff(Second, "W-2026-000002", Roubles(40), DebtSide.Client, Why));
        // The client pays all the same what was forgiven him: then it is he who leaves it to us.
        var paid = full.Did(Verbs.Pay(200, new(Id(52))));
        Balance(paid).Should().Be((100m, 0m, 100m));
        Balance(paid.Did(Verbs.WriteOff(100, DebtSide.Us, new(Id(87))))).Should().Be((0m, 0m, 0m));
    }

    [Fact]
    public void Beyond_both_it_says_both() =>
        Given(Delivered)
            .When(Verbs.WriteOff(1200.01m, DebtSide.Client))
            .ThenRefused(
                "write_off.exceeds_debt",
                BeyondDebt("<= 1200.00 RUB", "1200.01 RUB"),
                BeyondLimit("1200.01 RUB", "recordPayment")
            );

    [Fact]
    public void What_was_forgiven_and_came_back_is_taken_back()
    {
        // One chair of 120.00 in a deal of its own limit: 60 paid, 60 forgiven, then it comes back.
        var returned = Deals
            .SimpleOrder.Did(Verbs.Ship(1))
            .Did(Verbs.Pay(60))
            .Did(Verbs.WriteOff(60, DebtSide.Client))
            .Did(Verbs.Return(1))
            .Did(Verbs.Cancel(9));
        Balance(returned).Should().Be((60m, 0m, 120m));
        Given(returned).When(Verbs.Lose).ThenRefused("deal.gate_unmet", Blocked.WeOwe("120.00 RUB", "recordRefund"));
        var refunded = returned.Did(Verbs.Refund(60));
        Given(refunded).When(Verbs.Lose).ThenRefused("deal.gate_unmet", Blocked.WeOwe("60.00 RUB", "recordWriteOff"));
        Balance(refunded.Did(Verbs.WriteOff(60, DebtSide.Us, Second))).Should().Be((0m, 0m, 0m));
    }

    [Fact]
    public void What_shrinks_the_written_off_sum_is_within_any_limit()
    {
        var given = ClientOwes60.Did(Verbs.WriteOff(60, DebtSide.Client)).Did(Verbs.Pay(30, new(Id(52))));
        var context = new CompanyCommandContext(given.Now, null, Anna, Rights.All, Moscow, () => default)
        {
            WriteOffLimit = Dollars(0),
        };
        Verbs
            .WriteOff(30, DebtSide.Us, Second)
            .Decide(new DecisionContext(given.Deal, given.Process, context))
            .Refused.Should()
            .BeNull();
        Verbs
            .WriteOff(0.01m, DebtSide.Us, Second)
            .Decide(new DecisionContext(ClientOwes60.Did(Verbs.Pay(70, new(Id(52)))).Deal, given.Process, context))
            .Refused!.Code.Should()
            .Be("write_off.exceeds_limit");
    }

    [Fact]
    public void In_another_currency_the_limit_is_converted_at_the_rate_of_the_day_and_the_fact_states_it()
    {
        // 100 roubles at 90 are 1.1111 dollars: the cent that would be beyond the limit is not given.
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
        // The rouble falls: all write-offs of the deal together are held to what the limit is worth today.
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

    [Fact]
    public void Whole_minor_units_above_zero_once_per_id()
    {
        Given(ClientOwes60)
            .When(Verbs.WriteOff(0, DebtSide.Client))
            .ThenInvalid("/amount/amount", "amount.not_positive", "> 0");
        Given(ClientOwes60)
            .When(Verbs.WriteOff(-1, DebtSide.Client))
            .ThenInvalid("/amount/amount", "amount.not_positive", "> 0");
        Given(ClientOwes60)
            .When(Verbs.WriteOff(0.001m, DebtSide.Client))
            .ThenInvalid("/amount/amount", "amount.too_precise", "at most 2 decimals");
        Given(ClientOwes60.Did(Verbs.WriteOff(1, DebtSide.Client)))
            .When(Verbs.WriteOff(1, DebtSide.Client))
            .ThenRefused("id.taken");
        Given(Deals.Won).When(Verbs.WriteOff(1, DebtSide.Client)).ThenClosed("won");
    }

    [Fact]
    public void It_does_not_lie_before_the_latest_fact_of_money_goods_or_write_off()
    {
        var shipped = Deals.SimpleOrder.Did(Verbs.Pay(1140)).Later(TimeSpan.FromHours(1)).Did(Verbs.Ship(10));
        Given(shipped)
            .When(Verbs.WriteOff(60, DebtSide.Client), at: shipped.Facts[^2].HappenedAt)
            .ThenTooEarly(shipped.Facts[^1].HappenedAt);
        var paid = Delivered.Later(TimeSpan.FromHours(1)).Did(Verbs.Pay(1140));
        Given(paid)
            .When(Verbs.WriteOff(60, DebtSide.Client), at: paid.Facts[^2].HappenedAt)
            .ThenTooEarly(paid.Facts[^1].HappenedAt);
        var back = Delivered.Did(Verbs.Pay(1200)).Later(TimeSpan.FromHours(1)).Did(Verbs.Return(0.5m));
        Given(back)
            .When(Verbs.WriteOff(60, DebtSide.Us), at: back.Facts[^2].HappenedAt)
            .ThenTooEarly(back.Facts[^1].HappenedAt);
        var off = ClientOwes60.Later(TimeSpan.FromHours(1)).Did(Verbs.WriteOff(1, DebtSide.Client));
        Given(off)
            .When(Verbs.WriteOff(1, DebtSide.Client, Second), at: off.Facts[^2].HappenedAt)
            .ThenTooEarly(off.Facts[^1].HappenedAt);
        Given(off)
            .When(Verbs.WriteOff(1, DebtSide.Client, Second), at: off.Facts[^1].HappenedAt)
            .Then(new DebtWrittenOff(Second, "W-2026-000002", Roubles(1), DebtSide.Client, Why));
    }

    [Fact]
    public void Paid_in_full_counts_what_was_forgiven()
    {
        var check = new PaidInFullCheck();
        var given = ClientOwes60.Did(Verbs.WriteOff(59, DebtSide.Client));
        Met(given).Should().BeFalse();
        Met(given.Did(Verbs.WriteOff(1, DebtSide.Client, Second))).Should().BeTrue();

        bool Met(Story story) =>
            check.Evaluate(new CheckContext(story.Deal, story.Process, story.Now, null, []), default).Blockers.IsEmpty;
    }

    private static (decimal WrittenOff, decimal ClientOwes, decimal WeOwe) Balance(Story story) =>
        (story.Deal.Ledger.Balance.WrittenOff, story.Deal.Ledger.Balance.ClientOwes, story.Deal.Ledger.Balance.WeOwe);

    private static Blocker BeyondDebt(string expected, string actual) =>
        Blocked.OfDeal("write_off.exceeds_debt", expected, actual, "getBalance");

    private static WriteOffDebt InDollars(decimal amount) =>
        Verbs.WriteOff(amount, DebtSide.Us) with
        {
            Amount = Dollars(amount),
        };

    private static Blocker BeyondConverted(string expected, string actual) =>
        Blocked.OfDeal("write_off.exceeds_limit", expected, actual, "recordRefund");

    private static Blocker BeyondLimit(string actual, string fix) =>
        Blocked.OfDeal("write_off.exceeds_limit", "<= 100.00 RUB", actual, fix);
}
