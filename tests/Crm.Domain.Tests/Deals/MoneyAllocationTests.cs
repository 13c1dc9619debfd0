namespace Crm.Domain.Tests;

/// <summary>How the money of a deal stands on its invoices (docs/domain.md, Allocation).</summary>
public sealed class MoneyAllocationTests
{
    private static readonly InvoiceId First = TheInvoice;
    private static readonly InvoiceId Second = new(Id(41));
    private static readonly PaymentId Later = new(Id(51));

    /// <summary>The order of 1200.00 in two invoices of 600.00; the second is due first.</summary>
    private static readonly Story InTwo = Deals
        .SimpleOrder.Did(Half(First, new DateOnly(2026, 5, 2)))
        .Did(Half(Second, new DateOnly(2026, 5, 1)));

    [Fact]
    public void An_advance_pays_the_invoice_that_is_issued_later() =>
        Money(
                Given(Deals.SimpleOrder.Did(Verbs.Pay(1200)))
                    .When(Verbs.Invoiced)
                    .ThenTypes(typeof(InvoiceIssued), typeof(InvoicePaid)),
                First
            )
            .Should()
            .BeEquivalentTo(
                new
                {
                    Room = 1200m,
                    Allocated = 1200m,
                    Open = 0m,
                    ByRule = 1200m,
                    IsPaid = true,
                }
            );

    [Fact]
    public void Free_money_goes_to_the_earliest_due_date_then_to_the_number()
    {
        var paid = InTwo.Did(Verbs.Pay(700));
        (Open(paid, First), Open(paid, Second)).Should().Be((500, 0));
        var undated = Deals.SimpleOrder.Did(Half(First, null)).Did(Half(Second, null)).Did(Verbs.Pay(700));
        (Open(undated, First), Open(undated, Second)).Should().Be((0, 500));
    }

    [Fact]
    public void What_a_payment_says_goes_first_and_what_it_says_beyond_the_room_is_free()
    {
        var given = InTwo.Did(Verbs.Pay(100)).Did(Verbs.Pay(700, Later, new Allocation(Second, 700)));
        (Open(given, Second), Open(given, First)).Should().Be((0, 400));
        given
            .Deal.Ledger.Allocation.From(Later)
            .Parts.Should()
            .Equal(
                new AllocatedPart(Later, Second, 600, AllocatedBy.Hand),
                new AllocatedPart(Later, First, 100, AllocatedBy.Rule)
            );
    }

    [Fact]
    public void What_allocations_leave_unsaid_stays_an_advance()
    {
        var given = InTwo.Did(Verbs.Pay(700, null, new Allocation(Second, 100)));
        (Open(given, First), Open(given, Second)).Should().Be((600, 500));
        given.Deal.Ledger.Allocation.From(ThePayment).Advance.Should().Be(600);
        var none = InTwo.Did(Verbs.Pay(700) with { IsAdvance = true });
        none.Deal.Ledger.Allocation.From(ThePayment).Advance.Should().Be(700);
    }

    [Fact]
    public void What_stands_on_an_invoice_by_hand_is_said_for_it_also_when_the_money_became_less()
    {
        var given = InTwo
            .Did(Verbs.Pay(1000, null, new Allocation(First, 700), new Allocation(Second, 300)))
            .Did(Verbs.Refund(300));
        (Open(given, First), Open(given, Second)).Should().Be((0, 500));
        given.Deal.Ledger.Allocation.SaidFor(Second).Should().Be(100);
        given.Deal.Ledger.Allocation.SaidFor(First).Should().Be(600);
        Given(given).When(new CancelInvoice(Second, null)).ThenCode("invoice.has_payments");
        given.Did(Verbs.Refund(100, Second) with { Id = new(Id(79)) });
    }

    [Fact]
    public void Allocations_replace_what_the_payment_said()
    {
        var given = InTwo.Did(Verbs.Pay(600, null, new Allocation(First, 600)));
        Given(given)
            .When(new AllocatePayment(ThePayment, [new Allocation(Second, 600)]))
            .Then(
                new PaymentAllocated(ThePayment, [new Allocation(Second, 600)]),
                new InvoiceUnpaid(First) { Cause = Cause.Rule("invoice.unpaid") },
                new InvoicePaid(Second) { Cause = Cause.Rule("invoice.paid") }
            );
        Given(given).When(new AllocatePayment(ThePayment, null) { PaysOne = First }).ThenHolds();
        Given(given)
            .When(new AllocatePayment(ThePayment, [new Allocation(First, 600.01m)]))
            .ThenCode("validation.failed");
        Given(InTwo.Did(Verbs.Pay(700)))
            .When(new AllocatePayment(ThePayment, null) { PaysOne = First })
            .ThenInvalid("/invoiceId", "allocations.exceed_invoice", "<= 600.00 RUB");
    }

    [Fact]
    public void A_refund_that_names_an_invoice_takes_what_payments_say_for_it()
    {
        var given = InTwo.Did(Verbs.Pay(1200, null, new Allocation(First, 600), new Allocation(Second, 600)));
        var back = given.Did(Verbs.Refund(250, First));
        (Open(back, First), Open(back, Second)).Should().Be((250, 0));
        Given(given)
            .When(Verbs.Refund(601, First))
            .ThenRefused(
                "refund.exceeds_paid",
                new Blocker(
                    "refund.exceeds_paid",
                    $"invoice:{First}",
                    "<= 600.00 RUB",
                    "601.00 RUB",
                    Fixes.To("getInvoice", ("dealId", TheDeal), ("invoiceId", First))
                )
            );
    }

    [Fact]
    public void A_refund_that_names_none_takes_from_payments_that_say_nothing()
    {
        var given = InTwo
            .Did(Verbs.Pay(300))
            .Did(Verbs.Pay(600, Later, new Allocation(First, 600)))
            .Did(Verbs.Refund(300));
        (Open(given, First), Open(given, Second)).Should().Be((0, 600));
    }

    [Fact]
    public void Returned_goods_are_credited_to_the_newest_invoice()
    {
        var given = InTwo.Did(Verbs.Ship(10)).Did(Verbs.Pay(1200)).Did(Verbs.Return(7));
        var (first, second) = (Money(given, First), Money(given, Second));
        (first.Credited, first.Room, second.Credited, second.Room).Should().Be((240, 360, 600, 0));
        (second.IsCredited, second.IsPaid, first.IsPaid).Should().Be((true, false, true));
        given.Deal.Ledger.Allocation.From(ThePayment).Advance.Should().Be(840);
    }

    [Fact]
    public void A_quantity_that_is_not_invoiced_is_used_up_first()
    {
        var given = Deals.SimpleOrder.Did(Half(First, null)).Did(Verbs.Ship(10)).Did(Verbs.Return(5));
        Money(given, First).Credited.Should().Be(0);
        Money(given.Did(Verbs.Return(1, new(Id(81)))), First).Credited.Should().Be(120);
    }

    [Fact]
    public void Invoices_of_a_plain_amount_ask_for_no_more_than_stays_ordered()
    {
        var given = Deals
            .SimpleOrder.Did(new IssueInvoice(First, TheOrder, null, null, Roubles(1200), Rub, false, null))
            .Did(Verbs.Cancel(4));
        Money(given, First).Credited.Should().Be(480);
        given.Deal.Ledger.Balance.Invoiced.Should().Be(1200);
    }

    [Fact]
    public void A_written_off_debt_of_the_client_fills_what_is_open_and_waits_where_nothing_is()
    {
        var given = Deals
            .SimpleOrder.Did(Verbs.Ship(10))
            .Did(Verbs.Pay(1199.60m))
            .Did(Verbs.WriteOff(0.40m, DebtSide.Client));
        var invoiced = Given(given).When(Verbs.Invoiced).ThenTypes(typeof(InvoiceIssued), typeof(InvoicePaid));
        Money(invoiced, First).WrittenOff.Should().Be(0.40m);
    }

    [Fact]
    public void An_invoice_of_nothing_is_paid_at_once() =>
        Given(Deals.Simple)
            .When(new IssueInvoice(First, null, null, [Priced(Chairs, 1, 0)], null, Rub, false, null))
            .ThenTypes(typeof(InvoiceIssued), typeof(InvoicePaid));

    [Fact]
    public void An_invoice_that_a_payment_names_is_not_cancelled_and_one_paid_by_rule_is()
    {
        var named = InTwo.Did(Verbs.Pay(600, null, new Allocation(First, 600)));
        Given(named)
            .When(new CancelInvoice(First, null))
            .ThenRefused(
                "invoice.has_payments",
                new Blocker(
                    "invoice.has_payments",
                    $"payment:{ThePayment}",
                    "0.00 RUB",
                    "600.00 RUB",
                    Fixes.To("allocatePayment", ("dealId", TheDeal), ("paymentId", ThePayment))
                )
            );
        Given(named.Did(new AllocatePayment(ThePayment, null)))
            .When(new CancelInvoice(First, null))
            .Then(new InvoiceCancelled(First, null));
        Given(InTwo.Did(Verbs.Pay(1200))).When(new CancelInvoice(First, null)).Then(new InvoiceCancelled(First, null));
    }

    [Theory]
    [InlineData("I-9", "I-10", -1)]
    [InlineData("I-2026-000002", "I-2026-000010", -1)]
    [InlineData("I-010", "I-10", 0)]
    [InlineData("I-10", "I-10/2", -1)]
    [InlineData("Б-1", "А-2", 1)]
    public void Numbers_sort_by_their_digits(string one, string other, int order) =>
        Math.Sign(DocumentNumbers.InOrder.Compare(one, other)).Should().Be(order);

    private static IssueInvoice Half(InvoiceId id, DateOnly? dueOn) =>
        new(id, TheOrder, [new LineQuantity(Chairs, 5)], null, null, Rub, false, dueOn);

    private static InvoiceMoney Money(Story story, InvoiceId invoice) => story.Deal.Ledger.Allocation.On(invoice);

    private static decimal Open(Story story, InvoiceId invoice) => Money(story, invoice).Open;
}
