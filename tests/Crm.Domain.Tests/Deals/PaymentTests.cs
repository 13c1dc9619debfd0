namespace Crm.Domain.Tests;

/// <summary>Payments and refunds, and what they do to invoices.</summary>
public sealed class PaymentTests
{
    private static readonly Story Invoiced = Deals.SimpleOrder.Did(Verbs.Invoiced);
    private static readonly PaymentId Second = new(Id(51));

    [Fact]
    public void Any_amount_above_zero_before_any_order_too()
    {
        Given(Deals.Simple)
            .When(Verbs.Pay(0.01m))
            .Then(new PaymentReceived(ThePayment, Roubles(0.01m), null, null, []) { Number = "PM-2026-000001" });
        Given(Deals.Simple).When(Verbs.Pay(0)).ThenInvalid("/amount/amount", "amount.not_positive", "> 0");
        Given(Deals.Simple)
            .When(Verbs.Pay(1.001m))
            .ThenInvalid("/amount/amount", "amount.too_precise", "at most 2 decimals");
        Given(Deals.Simple.Did(Verbs.Pay(1))).When(Verbs.Pay(1)).ThenRefused("id.taken");
        Given(Deals.SimpleOrder).When(Verbs.Pay(1) with { Amount = Dollars(1) }).ThenDiffers("RUB", "USD");
    }

    [Fact]
    public void Paid_today_at_the_latest_by_the_company_day()
    {
        var night = Deals.Simple.At(Utc(3, 2, "21:30:00"));
        Given(night)
            .When(Verbs.Pay(1) with { PaidOn = new DateOnly(2026, 3, 4) })
            .ThenInvalid("/paidOn", "date.future", "not after 2026-03-03");
        Given(night)
            .When(Verbs.Pay(1) with { PaidOn = new DateOnly(2026, 3, 3) })
            .Then(
                new PaymentReceived(ThePayment, Roubles(1), new DateOnly(2026, 3, 3), null, [])
                {
                    Number = "PM-2026-000001",
                }
            );
        Given(night)
            .When(Verbs.Pay(1) with { PaidOn = new DateOnly(2020, 1, 1) }, rights: Rights.None)
            .Then(
                new PaymentReceived(ThePayment, Roubles(1), new DateOnly(2020, 1, 1), null, [])
                {
                    Number = "PM-2026-000001",
                }
            );
    }

    [Fact]
    public void The_payment_that_reaches_the_total_pays_the_invoice_once()
    {
        var part = Given(Invoiced)
            .When(Verbs.Pay(1000, null, To(1000)))
            .Then(new PaymentReceived(ThePayment, Roubles(1000), null, null, [To(1000)]) { Number = "PM-2026-000001" });
        var paid = Given(part)
            .When(Verbs.Pay(200, Second, To(200)))
            .Then(
                new PaymentReceived(Second, Roubles(200), null, null, [To(200)]) { Number = "PM-2026-000002" },
                new InvoicePaid(TheInvoice) { Cause = Cause.Rule("invoice.paid") }
            );
        Given(paid)
            .When(Verbs.Pay(1, new(Id(52)), To(1)))
            .Then(new PaymentReceived(new(Id(52)), Roubles(1), null, null, [To(1)]) { Number = "PM-2026-000003" });
    }

    [Fact]
    public void A_refund_that_names_the_invoice_takes_it_back()
    {
        var paid = Invoiced.Did(Verbs.Pay(1300, null, To(1300)));
        Given(paid)
            .When(Verbs.Refund(100, TheInvoice))
            .Then(new RefundMade(TheRefund, Roubles(100), Why, TheInvoice) { Number = "RF-2026-000001" });
        Given(paid)
            .When(Verbs.Refund(101, TheInvoice))
            .Then(
                new RefundMade(TheRefund, Roubles(101), Why, TheInvoice) { Number = "RF-2026-000001" },
                new InvoiceUnpaid(TheInvoice) { Cause = Cause.Rule("invoice.unpaid") }
            );
        Given(paid.Did(Verbs.Refund(101, TheInvoice)))
            .When(Verbs.Pay(1, Second, To(1)))
            .Then(
                new PaymentReceived(Second, Roubles(1), null, null, [To(1)]) { Number = "PM-2026-000002" },
                new InvoicePaid(TheInvoice) { Cause = Cause.Rule("invoice.paid") }
            );
    }

    [Fact]
    public void A_refund_without_an_invoice_takes_from_the_payments_that_say_nothing_first() =>
        Given(Invoiced.Did(Verbs.Pay(1200, null, To(1200))))
            .When(Verbs.Refund(1200))
            .Then(
                new RefundMade(TheRefund, Roubles(1200), Why, null) { Number = "RF-2026-000001" },
                new InvoiceUnpaid(TheInvoice) { Cause = Cause.Rule("invoice.unpaid") }
            );

    [Fact]
    public void Allocations_name_invoices_in_force_once_and_stay_within_the_payment()
    {
        var unknown = new InvoiceId(Id(999));
        Given(Invoiced)
            .When(Verbs.Pay(5, null, new Allocation(unknown, 5)))
            .ThenInvalid("/allocations/0/invoiceId", "invoice.not_found", "an invoice of this deal");
        Given(Invoiced.Did(new CancelInvoice(TheInvoice, null)))
            .When(Verbs.Pay(5, null, To(5)))
            .ThenInvalid("/allocations/0/invoiceId", "invoice.cancelled", "an invoice in force");
        Given(Invoiced)
            .When(Verbs.Pay(5, null, To(0)))
            .ThenInvalid("/allocations/0/amount", "amount.not_positive", "> 0");
        Given(Invoiced)
            .When(Verbs.Pay(5, null, To(0.001m)))
            .ThenInvalid("/allocations/0/amount", "amount.too_precise", "at most 2 decimals");
        Given(Invoiced)
            .When(Verbs.Pay(5, null, To(2), To(2)))
            .ThenInvalid("/allocations/1/invoiceId", "invoice.twice", "each invoice once");
        Given(Invoiced)
            .When(Verbs.Pay(5, null, To(6)))
            .ThenInvalid("/allocations", "allocations.exceed_payment", "<= 5.00 RUB");
    }

    [Fact]
    public void Refunds_no_more_than_paid_less_refunded()
    {
        var given = Deals.Simple.Did(Verbs.Pay(100)).Did(Verbs.Refund(40));
        Given(given)
            .When(Verbs.Refund(61) with { Id = new(Id(71)) })
            .ThenRefused(
                "refund.exceeds_paid",
                Blocked.OfDeal("refund.exceeds_paid", "<= 60.00 RUB", "61.00 RUB", "getBalance")
            );
        Given(given)
            .When(Verbs.Refund(60) with { Id = new(Id(71)) })
            .Then(new RefundMade(new(Id(71)), Roubles(60), Why, null) { Number = "RF-2026-000002" });
        Given(given).When(Verbs.Refund(1)).ThenRefused("id.taken");
        Given(Invoiced.Did(Verbs.Pay(100, null, To(30))))
            .When(Verbs.Refund(31, TheInvoice))
            .ThenRefused(
                "refund.exceeds_paid",
                new Blocker(
                    "refund.exceeds_paid",
                    $"invoice:{TheInvoice}",
                    "<= 30.00 RUB",
                    "31.00 RUB",
                    Fixes.To("getInvoice", ("dealId", TheDeal), ("invoiceId", TheInvoice))
                )
            );
        Given(given)
            .When(Verbs.Refund(1, new(Id(999))) with { Id = new(Id(71)) })
            .ThenInvalid("/invoiceId", "invoice.not_found", "an invoice of this deal");
    }

    [Fact]
    public void A_refund_does_not_happen_before_the_latest_money()
    {
        var given = Deals.Simple.Later(TimeSpan.FromDays(1)).Did(Verbs.Pay(100));
        Given(given).When(Verbs.Refund(1), at: Monday.AddHours(1)).ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void A_payment_is_allowed_at_any_time_after_the_opening_also_before_the_invoice_that_it_names()
    {
        var at = Monday.AddHours(1);
        var given = Invoiced
            .Later(TimeSpan.FromDays(1))
            .Did(new CancelInvoice(TheInvoice, null))
            .Did(Verbs.Invoiced with { Id = new(Id(41)) });
        Given(given)
            .When(Verbs.Pay(5), at: at)
            .Then(new PaymentReceived(ThePayment, Roubles(5), null, null, []) { Number = "PM-2026-000001" });
        Given(given)
            .When(Verbs.Pay(5, null, new Allocation(new(Id(41)), 5)), at: at)
            .Then(
                new PaymentReceived(ThePayment, Roubles(5), null, null, [new Allocation(new(Id(41)), 5)])
                {
                    Number = "PM-2026-000001",
                }
            );
    }

    [Fact]
    public void Balance_says_who_owes_whom()
    {
        var advance = Deals.SimpleOrder.Did(Verbs.Pay(500)).Deal.Ledger.Balance;
        (advance.ClientOwes, advance.WeOwe, advance.Ordered, advance.Undelivered, advance.Uninvoiced)
            .Should()
            .Be((0m, 500m, 1200m, 1200m, 1200m));
        var owed = Deals.SimpleOrder.Did(Verbs.Pay(500)).Did(Verbs.Ship(10)).Deal.Ledger.Balance;
        (owed.ClientOwes, owed.WeOwe, owed.Undelivered).Should().Be((700m, 0m, 0m));
    }

    private static Allocation To(decimal amount) => new(TheInvoice, amount);
}
