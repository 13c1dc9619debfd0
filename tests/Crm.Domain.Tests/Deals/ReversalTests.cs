namespace Crm.Domain.Tests;

/// <summary>Documents that were entered by mistake are reversed by events of their own (docs/domain.md, Corrections).</summary>
public sealed class ReversalTests
{
    private static readonly RefundId Refunded = TheRefund;

    [Fact]
    public void A_reversed_payment_has_no_money()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Invoiced).Did(Verbs.Pay(1200));
        var paidAt = given.Events[^1].HappenedAt;
        var reversed = Given(given)
            .When(new ReversePayment(ThePayment, Why))
            .Then(
                new PaymentReversed(ThePayment, Roubles(1200), paidAt, Why),
                new InvoiceUnpaid(TheInvoice) { Cause = Cause.Rule("invoice.unpaid") }
            );
        reversed.Deal.Ledger.Balance.Paid.Should().Be(0);
        Given(reversed).When(new ReversePayment(ThePayment, Why)).ThenHolds();
        Given(reversed).When(new AllocatePayment(ThePayment, null)).ThenCode("payment.reversed");
        Given(reversed).When(Verbs.Pay(5)).ThenCode("id.taken");
    }

    [Fact]
    public void A_payment_that_was_refunded_stays_until_the_refund_is_reversed()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Pay(1000)).Did(Verbs.Refund(300));
        Given(given)
            .When(new ReversePayment(ThePayment, Why))
            .ThenRefused(
                "money.taken",
                new Blocker(
                    "money.taken",
                    $"refund:{Refunded}",
                    "0.00 RUB",
                    "300.00 RUB",
                    Fixes.To("reverseRefund", ("dealId", TheDeal), ("refundId", Refunded))
                )
            );
        var undone = given.Did(new ReverseRefund(Refunded, Why));
        undone.Deal.Ledger.Balance.Refunded.Should().Be(0);
        Given(undone).When(new ReverseRefund(Refunded, Why)).ThenHolds();
        undone.Did(new ReversePayment(ThePayment, Why)).Deal.Ledger.MoneyLeft.Should().Be(0);
    }

    [Fact]
    public void A_payment_that_was_left_to_us_stays_until_the_write_off_is_reversed()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Pay(50)).Did(Verbs.WriteOff(50, DebtSide.Us));
        Given(given)
            .When(new ReversePayment(ThePayment, Why))
            .ThenRefused(
                "money.taken",
                new Blocker(
                    "money.taken",
                    $"write-off:{TheWriteOff}",
                    "0.00 RUB",
                    "50.00 RUB",
                    Fixes.To("reverseWriteOff", ("dealId", TheDeal), ("writeOffId", TheWriteOff))
                )
            );
        Given(given)
            .When(Verbs.Refund(1))
            .ThenRefused(
                "refund.exceeds_paid",
                Blocked.OfDeal("refund.exceeds_paid", "<= 0.00 RUB", "1.00 RUB", "getBalance")
            );
        given
            .Did(new ReverseWriteOff(TheWriteOff, Why))
            .Did(new ReversePayment(ThePayment, Why))
            .Deal.Ledger.Balance.WeOwe.Should()
            .Be(0);
    }

    [Fact]
    public void A_reversed_shipment_is_undelivered_again()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Ship(4));
        var made = given.Events.OfType<ShipmentMade>().Single();
        var reversed = Given(given)
            .When(new ReverseShipment(made, Why))
            .Then(new ShipmentReversed(TheShipment, TheOrder, Rub, made.Lines, made.HappenedAt, Why));
        reversed.Deal.Ledger.Lines.Single().Rest.Should().Be(10);
        Given(reversed).When(new ReverseShipment(made, Why)).ThenHolds();
        Given(reversed).When(Verbs.Return(1)).ThenCode("shipment.reversed");
        reversed.Did(Verbs.Ship(10, new(Id(61)))).Deal.Ledger.Balance.ClientOwes.Should().Be(1200);
    }

    [Fact]
    public void A_shipment_with_a_return_stays_until_the_return_is_reversed()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Ship(4)).Did(Verbs.Return(1));
        var (made, back) = (
            given.Events.OfType<ShipmentMade>().Single(),
            given.Events.OfType<ReturnAccepted>().Single()
        );
        Given(given)
            .When(new ReverseShipment(made, Why))
            .ThenRefused(
                "shipment.has_returns",
                new Blocker(
                    "shipment.has_returns",
                    $"return:{TheReturn}",
                    "reversed",
                    "in force",
                    Fixes.To("reverseReturn", ("dealId", TheDeal), ("returnId", TheReturn))
                )
            );
        var delivered = Given(given)
            .When(new ReverseReturn(back, Why))
            .Then(new ReturnReversed(TheReturn, TheShipment, TheOrder, Rub, back.Lines, back.HappenedAt, Why));
        delivered.Deal.Ledger.Balance.Returned.Should().Be(0);
        Given(delivered).When(new ReverseReturn(back, Why)).ThenHolds();
        delivered.Did(Verbs.Return(4, new(Id(81)))).Deal.Ledger.Balance.ClientOwes.Should().Be(0);
        delivered.Did(new ReverseShipment(made, Why)).Deal.Ledger.Balance.Shipped.Should().Be(0);
    }

    [Fact]
    public void A_reversal_does_not_happen_before_what_it_reverses()
    {
        var given = Deals.SimpleOrder.Later(TimeSpan.FromDays(1)).Did(Verbs.Pay(100));
        Given(given)
            .When(new ReversePayment(ThePayment, Why), at: Monday.AddHours(1))
            .ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void A_closed_deal_is_reopened_first() =>
        Given(Deals.Won).When(new ReversePayment(Deals.Won.Deal.Ledger.Payments[0].Id, Why)).ThenClosed("won");

    [Fact]
    public void A_payment_is_transferred_once()
    {
        var moved = new PaymentOnDeal(new(Id(2)), new(Id(53)));
        var given = Deals.SimpleOrder.Did(Verbs.Pay(100)).Did(new ReversePayment(ThePayment, Why) { MovedTo = moved });
        Given(given)
            .When(new ReversePayment(ThePayment, Why) { MovedTo = moved with { Payment = new(Id(54)) } })
            .ThenHolds();
        Given(given)
            .When(new ReversePayment(ThePayment, Why) { MovedTo = new(new(Id(3)), new(Id(54))) })
            .ThenRefused(
                "payment.reversed",
                new Blocker(
                    "payment.reversed",
                    $"payment:{ThePayment}",
                    "a payment in force",
                    "reversed",
                    Fixes.To("getPayment", ("dealId", moved.Deal), ("paymentId", moved.Payment))
                )
            );
    }

    [Fact]
    public void A_repeated_reversal_holds_on_a_closed_deal_too()
    {
        var given = Deals
            .SimpleOrder.Did(Verbs.Ship(4))
            .Did(Verbs.Return(1))
            .Did(Verbs.Pay(100))
            .Did(Verbs.Refund(10))
            .Did(Verbs.WriteOff(5, DebtSide.Client));
        DealCommand[] reversals =
        [
            new ReverseWriteOff(TheWriteOff, Why),
            new ReverseRefund(Refunded, Why),
            new ReversePayment(ThePayment, Why) { MovedTo = new(new(Id(2)), new(Id(53))) },
            new ReverseReturn(given.Events.OfType<ReturnAccepted>().Single(), Why),
            new ReverseShipment(given.Events.OfType<ShipmentMade>().Single(), Why),
        ];
        var closed = reversals.Aggregate(given, (story, reversal) => story.Did(reversal)).Did(Verbs.Lose);
        foreach (var reversal in reversals)
            Given(closed).When(reversal).ThenHolds();
        Given(closed)
            .When(new ReversePayment(ThePayment, Why) { MovedTo = new(new(Id(3)), new(Id(54))) })
            .ThenClosed("lost");
    }

    [Fact]
    public void A_shipment_does_not_happen_before_the_reversal_that_makes_room_for_it()
    {
        var shipped = Deals.SimpleOrder.Did(Verbs.Ship(10));
        var between = shipped.Now;
        var made = shipped.Events.OfType<ShipmentMade>().Single();
        var reversed = shipped.Later(TimeSpan.FromHours(1)).Did(new ReverseShipment(made, Why));
        var reversedAt = reversed.Events[^1].HappenedAt;
        Given(reversed).When(Verbs.Ship(10, new(Id(61))), at: between).ThenTooEarly(reversedAt);
        reversed.Did(Verbs.Ship(10, new(Id(61))), at: reversedAt);
    }

    [Fact]
    public void An_invoice_does_not_happen_before_the_cancellation_that_makes_room_for_it()
    {
        var invoiced = Deals.SimpleOrder.Did(Verbs.Invoiced);
        var between = invoiced.Now;
        var cancelled = invoiced.Later(TimeSpan.FromHours(1)).Did(new CancelInvoice(TheInvoice, Why));
        var cancelledAt = cancelled.Events[^1].HappenedAt;
        var again = Verbs.Invoiced with { Id = new(Id(61)) };
        Given(cancelled).When(again, at: between).ThenTooEarly(cancelledAt);
        cancelled.Did(again, at: cancelledAt);
        Given(cancelled)
            .When(new ScheduleInvoices(TheOrder, [new(new(Id(63)), new DateOnly(2026, 5, 1), 100, null)]), at: between)
            .ThenTooEarly(cancelledAt);
        // An amount takes no quantity of the order.
        Given(cancelled)
            .When(again with { Amount = Roubles(5), Id = new(Id(62)) }, at: between)
            .Decision.Refused.Should()
            .BeNull();
    }

    /// <summary>Parts of 40.01, 39.99 and 40.01: without the second one more is shipped than two thirds of the line.</summary>
    [Fact]
    public void What_is_left_of_a_line_with_a_reversed_part_is_what_was_shipped()
    {
        var given = Deals.Simple.Did(new IdentifyClient(Acme)).Did(Verbs.OrderOf(null, Priced(Chairs, 3, 33.335m)));
        given = given
            .Did(Verbs.Invoiced)
            .Did(Verbs.Ship(1))
            .Did(Verbs.Ship(1, new(Id(61))))
            .Did(Verbs.Ship(1, new(Id(62))));
        var second = given.Events.OfType<ShipmentMade>().ElementAt(1);
        given = given.Did(new ReverseShipment(second, Why)).Did(Verbs.Cancel(1));
        var open = given.Deal.Ledger.Allocation.On(TheInvoice).Open;
        (given.Deal.Ledger.Balance.Ordered, open).Should().Be((80.02m, 80.02m));
        var paid = given.Did(Verbs.Pay(open)).Deal.Ledger;
        (paid.Balance.ClientOwes, paid.Balance.WeOwe, paid.Allocation.On(TheInvoice).IsPaid).Should().Be((0, 0, true));
    }

    /// <summary>Of a line of half a kopeck a piece every other part has 0.01: without the others more is taken than their share.</summary>
    [Fact]
    public void No_part_is_negative_whichever_parts_were_reversed()
    {
        var given = Deals.Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 10, 0.005m)));
        for (var i = 0; i < 10; i++)
            given = given.Did(Verbs.Ship(1, new(Id(60 + i))));
        foreach (var made in given.Events.OfType<ShipmentMade>().Where(one => one.Lines[0].Total == 0).ToArray())
            given = given.Did(new ReverseShipment(made, Why));
        for (var i = 0; given.Deal.Ledger.HasRest; i++)
            given = given.Did(Verbs.Ship(1, new(Id(160 + i))));
        given
            .Events.OfType<ShipmentMade>()
            .SelectMany(one => one.Lines)
            .Should()
            .OnlyContain(line => line.Net >= 0 && line.Vat >= 0 && line.Total == line.Net + line.Vat);
        given.Deal.Ledger.Balance.Shipped.Should().Be(given.Deal.Ledger.Balance.Ordered);
    }
}
