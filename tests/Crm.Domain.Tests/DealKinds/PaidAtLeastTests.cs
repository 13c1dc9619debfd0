using static Crm.Domain.Tests.ComposedKind;

namespace Crm.Domain.Tests;

/// <summary>The check "paid at least": a share of what is ordered, or an amount.</summary>
public sealed class PaidAtLeastTests
{
    [Fact]
    public void An_advance_or_a_shipment_is_needed_and_an_invoice_is_neither()
    {
        var ordered = Ordered(new AnyOfCheck([new PaidAtLeastCheck(30), new ShippedInFullCheck()]));
        var invoiced = ordered.Did(Verbs.Invoiced);
        Unmet(invoiced).Should().Equal("any_of.unmet", "payment.incomplete", "shipment.none");
        Unmet(invoiced.Did(Verbs.Pay(360))).Should().BeEmpty();
        Unmet(ordered.Did(Verbs.Ship(10))).Should().BeEmpty();
    }

    [Fact]
    public void A_share_is_that_of_what_is_ordered_less_what_was_refunded()
    {
        var ordered = Ordered(new PaidAtLeastCheck(30));
        Given(ordered.Did(Verbs.Pay(359.99m)))
            .When(Complete(ordered))
            .ThenUnmet(
                "advance",
                Blocked.OfDeal("payment.incomplete", "360.00 RUB (30%)", "359.99 RUB", "recordPayment")
            );
        var paid = ordered.Did(Verbs.Pay(360));
        Unmet(paid).Should().BeEmpty();
        Unmet(paid.Did(Verbs.Refund(1))).Should().Equal("payment.incomplete");
        Unmet(ordered.Did(Verbs.Pay(180)).Did(Verbs.Cancel(5))).Should().BeEmpty("half of it is cancelled");
    }

    [Fact]
    public void A_share_is_rounded_to_the_minor_unit() =>
        Unmet(Ordered(new PaidAtLeastCheck(33.33m)).Did(Verbs.Pay(399.96m))).Should().BeEmpty();

    [Fact]
    public void A_share_is_at_least_one_minor_unit()
    {
        var ordered = Begun(new PaidAtLeastCheck(6)).Did(Verbs.OrderOf(null, Priced(Chairs, 1, 0.01m)));
        Given(ordered)
            .When(Complete(ordered))
            .ThenUnmet("advance", Blocked.OfDeal("payment.incomplete", "0.01 RUB (6%)", "0.00 RUB", "recordPayment"));
        Unmet(ordered.Did(Verbs.Pay(0.01m))).Should().BeEmpty();
    }

    [Fact]
    public void With_nothing_ordered_no_share_is_reached_and_an_amount_is()
    {
        var share = Begun(new PaidAtLeastCheck(1)).Did(Verbs.Pay(5000));
        Given(share)
            .When(Complete(share))
            .ThenUnmet("advance", Blocked.OfDeal("payment.incomplete", "1% of what is ordered", "none", "placeOrder"));
        Unmet(Begun(new PaidAtLeastCheck(Amount: Roubles(5000))).Did(Verbs.Pay(4999)))
            .Should()
            .Equal("payment.incomplete");
        Unmet(Begun(new PaidAtLeastCheck(Amount: Roubles(5000))).Did(Verbs.Pay(5000))).Should().BeEmpty();
        var cancelled = Ordered(new PaidAtLeastCheck(1)).Did(Verbs.Pay(5)).Did(Verbs.Cancel(10));
        Unmet(cancelled).Should().Equal("payment.incomplete");
    }

    [Fact]
    public void An_advance_before_the_order_counts() =>
        Unmet(Begun(new PaidAtLeastCheck(30)).Did(Verbs.Pay(400)).Did(Verbs.OrderOf(null, TenChairs)))
            .Should()
            .BeEmpty();

    [Fact]
    public void Money_of_another_currency_does_not_reach_an_amount()
    {
        var paid = Begun(new PaidAtLeastCheck(Amount: Dollars(5))).Did(Verbs.Pay(5000));
        Given(paid)
            .When(Complete(paid))
            .ThenUnmet(
                "advance",
                new Blocker("payment.incomplete", $"deal:{TheDeal}", "5.00 USD", "5000.00 RUB", null)
            );
    }

    private static CompleteStageTask Complete(Story story) => new(story.Open.Id, null);

    private static IEnumerable<string> Unmet(Story story) =>
        Given(story).When(Complete(story)).Decision.Refused?.Blockers.Select(x => x.Code) ?? [];

    private static Story Ordered(Check check) => Begun(check).Did(Verbs.OrderOf(null, TenChairs));

    private static Story Begun(Check check) =>
        Story
            .Opened(
                Kind with
                {
                    Stages =
                    [
                        new("only", new("", ""), 10, [Task("advance", check), Task("win", new ClosingGateCheck())]),
                    ],
                }
            )
            .Did(new IdentifyClient(Acme));
}
