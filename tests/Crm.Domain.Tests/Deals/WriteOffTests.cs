using Crm.Domain.Settings;
using static Crm.Domain.Tests.WriteOffs;

namespace Crm.Domain.Tests;

/// <summary>Small debts of either side are written off: never more than the debt, and all of one deal together within the limit.</summary>
public sealed class WriteOffTests
{
    private static readonly Story Delivered = Deals.SimpleOrder.Did(Verbs.Ship(10));
    private static readonly Story ClientOwes60 = Delivered.Did(Verbs.Pay(1140));
    private static readonly Story WeOwe60 = Delivered.Did(Verbs.Pay(1260));
    private static readonly WriteOffId Second = new(Id(86));

    [Fact]
    public void What_the_client_owes_is_written_off_and_counts_positive()
    {
        var given = Given(ClientOwes60)
            .When(Verbs.WriteOff(60, DebtSide.Client))
            .Then(new DebtWrittenOff(TheWriteOff, "W-2026-000001", Roubles(60), DebtSide.Client, Why));
        Balance(given).Should().Be((60m, 0m, 0m));
        Given(given).When(Verbs.Win).Then(Verbs.WonWithoutShipmentCheck);
    }

    [Fact]
    public void What_we_owe_is_written_off_and_counts_negative()
    {
        var given = Given(WeOwe60)
            .When(Verbs.WriteOff(60, DebtSide.Us))
            .Then(new DebtWrittenOff(TheWriteOff, "W-2026-000001", Roubles(60), DebtSide.Us, Why));
        Balance(given).Should().Be((-60m, 0m, 0m));
        Given(given).When(Verbs.Win).Then(Verbs.WonWithoutShipmentCheck);
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
        // The client pays the written-off amount after all: now the write-off is in our favour.
        var paid = full.Did(Verbs.Pay(200, new(Id(52))));
        Balance(paid).Should().Be((100m, 0m, 100m));
        Balance(paid.Did(Verbs.WriteOff(100, DebtSide.Us, new(Id(87))))).Should().Be((0m, 0m, 0m));
    }

    [Fact]
    public void Beyond_debt_and_limit_both_are_reported() =>
        Given(Delivered)
            .When(Verbs.WriteOff(1200.01m, DebtSide.Client))
            .ThenRefused(
                "write_off.exceeds_debt",
                BeyondDebt("<= 1200.00 RUB", "1200.01 RUB"),
                BeyondLimit("1200.01 RUB", "recordPayment")
            );

    [Fact]
    public void A_write_off_of_returned_goods_is_reversed()
    {
        // One chair of 120.00 in a deal with its own limit: 60 paid, 60 written off, then the chair is returned.
        var returned = Deals
            .SimpleOrder.Did(Verbs.Ship(1))
            .Did(Verbs.Pay(60))
            .Did(Verbs.WriteOff(60, DebtSide.Client))
            .Did(Verbs.Return(1))
            .Did(Verbs.Cancel(9));
        Balance(returned).Should().Be((60m, 0m, 120m));
        Given(returned).When(Verbs.Lose).ThenRefused("deal.gate_unmet", Blocked.WeOwe("120.00 RUB", "recordRefund"));
        var refunded = returned.Did(Verbs.Refund(60));
        Given(refunded)
            .When(Verbs.Lose)
            .ThenRefused(
                "deal.gate_unmet",
                new Blocker(
                    "balance.we_owe",
                    $"deal:{TheDeal}",
                    "0.00 RUB",
                    "60.00 RUB",
                    Fixes.To("reverseWriteOff", ("dealId", TheDeal), ("writeOffId", TheWriteOff))
                )
            );
        Balance(refunded.Did(new ReverseWriteOff(TheWriteOff, Why))).Should().Be((0m, 0m, 0m));
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
    public void It_does_not_happen_before_the_latest_event_of_money_goods_or_write_off()
    {
        var shipped = Deals.SimpleOrder.Did(Verbs.Pay(1140)).Later(TimeSpan.FromHours(1)).Did(Verbs.Ship(10));
        Given(shipped)
            .When(Verbs.WriteOff(60, DebtSide.Client), at: shipped.Events[^2].HappenedAt)
            .ThenTooEarly(shipped.Events[^1].HappenedAt);
        var paid = Delivered.Later(TimeSpan.FromHours(1)).Did(Verbs.Pay(1140));
        Given(paid)
            .When(Verbs.WriteOff(60, DebtSide.Client), at: paid.Events[^2].HappenedAt)
            .ThenTooEarly(paid.Events[^1].HappenedAt);
        var back = Delivered.Did(Verbs.Pay(1200)).Later(TimeSpan.FromHours(1)).Did(Verbs.Return(0.5m));
        Given(back)
            .When(Verbs.WriteOff(60, DebtSide.Us), at: back.Events[^2].HappenedAt)
            .ThenTooEarly(back.Events[^1].HappenedAt);
        var off = ClientOwes60.Later(TimeSpan.FromHours(1)).Did(Verbs.WriteOff(1, DebtSide.Client));
        Given(off)
            .When(Verbs.WriteOff(1, DebtSide.Client, Second), at: off.Events[^2].HappenedAt)
            .ThenTooEarly(off.Events[^1].HappenedAt);
        Given(off)
            .When(Verbs.WriteOff(1, DebtSide.Client, Second), at: off.Events[^1].HappenedAt)
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

    private static Blocker BeyondLimit(string actual, string fix) =>
        Blocked.OfDeal("write_off.exceeds_limit", "<= 100.00 RUB", actual, fix);
}
