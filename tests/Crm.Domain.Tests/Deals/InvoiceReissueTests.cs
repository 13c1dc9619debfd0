using static Crm.Domain.Tests.InvoiceSchedules;

namespace Crm.Domain.Tests;

/// <summary>A reissue cancels an invoice and issues another in its place, within what the order allows.</summary>
public sealed class InvoiceReissueTests
{
    [Fact]
    public void A_reissue_cancels_and_issues_in_one_append_and_names_the_old()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] });
        var old = given.Events.OfType<InvoiceIssued>().Single();
        var same = Given(given)
            .When(new ReissueInvoice(Second, old, null, June, Why))
            .Then(
                new InvoiceCancelled(TheInvoice, Why),
                old with
                {
                    Invoice = Second,
                    Number = "I-2026-000002",
                    DueOn = June,
                    Replaces = TheInvoice,
                    HappenedAt = default,
                }
            );
        (same.Deal.Ledger.Balance.Invoiced, same.Deal.Ledger.Balance.Uninvoiced).Should().Be((480m, 720m));
        var more = Given(given)
            .When(new ReissueInvoice(Second, old, Verbs.Invoiced, null, Why))
            .Then(
                new InvoiceCancelled(TheInvoice, Why),
                new InvoiceIssued(
                    Second,
                    "I-2026-000002",
                    TheOrder,
                    [new(Known.Chairs, null, "thing", 10, "pcs", 100, 0, 20, 1000, 200, 1200)],
                    false,
                    Roubles(1200),
                    1000,
                    200,
                    null
                )
                {
                    Replaces = TheInvoice,
                }
            );
        more.Deal.Ledger.Balance.Uninvoiced.Should().Be(0);
        Given(more)
            .When(new ReissueInvoice(Third, old, null, null, Why))
            .ThenRefused(
                "invoice.cancelled",
                new Blocker(
                    "invoice.cancelled",
                    $"invoice:{TheInvoice}",
                    "an invoice in force",
                    "cancelled",
                    Fixes.To("issueInvoice", ("dealId", TheDeal))
                )
            );
    }

    [Fact]
    public void A_part_of_a_schedule_stays_that_part()
    {
        var given = Deals.SimpleOrder.Did(Percents(50, 50));
        var old = given.Events.OfType<InvoiceIssued>().Last();
        var again = Given(given)
            .When(new ReissueInvoice(Third, old, null, new(2026, 7, 1), Why))
            .Then(
                new InvoiceCancelled(Second, Why),
                old with
                {
                    Invoice = Third,
                    Number = "I-2026-000003",
                    DueOn = new(2026, 7, 1),
                    Replaces = Second,
                    HappenedAt = default,
                }
            );
        again.Deal.Ledger.Balance.Invoiced.Should().Be(1200);
    }

    [Fact]
    public void A_part_with_another_sum_stays_within_the_order_and_guards_it()
    {
        var given = Deals.SimpleOrder.Did(Percents(50, 50));
        var old = given.Events.OfType<InvoiceIssued>().Last();
        Given(given)
            .When(Plain(old, 600.01m))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker("invoice.exceeds_order", $"order:{TheOrder}", "<= 600.00 RUB", "600.01 RUB", GetOrder)
            );
        var less = Given(given)
            .When(Plain(old, 500))
            .Then(
                new InvoiceCancelled(Second, Why),
                new InvoiceIssued(Third, "I-2026-000003", TheOrder, [], false, Roubles(500), 416.67m, 83.33m, June)
                {
                    Replaces = Second,
                    Part = new SchedulePart(2, 2, null),
                }
            );
        var alone = less.Did(new CancelInvoice(TheInvoice, null));
        Given(alone)
            .When(Verbs.Invoiced with { Id = new(Id(43)) })
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{TheOrder}",
                    "<= 700.00 RUB",
                    "1200.00 RUB",
                    Fixes.To("cancelInvoice", ("dealId", TheDeal), ("invoiceId", Third))
                )
            );
        var lines = Given(given)
            .When(new ReissueInvoice(Third, old, Verbs.Invoiced with { Parts = [new(Known.Chairs, 5)] }, null, Why))
            .Then(
                new InvoiceCancelled(Second, Why),
                new InvoiceIssued(
                    Third,
                    "I-2026-000003",
                    TheOrder,
                    [new(Known.Chairs, null, "thing", 5, "pcs", 100, 0, 20, 500, 100, 600)],
                    false,
                    Roubles(600),
                    500,
                    100,
                    June
                )
                {
                    Replaces = Second,
                }
            );
        lines.Deal.Ledger.Balance.Uninvoiced.Should().Be(0);
    }

    [Fact]
    public void A_part_is_reissued_while_the_order_covers_it_and_not_before_the_last_change_of_the_order()
    {
        var given = Deals.SimpleOrder.Did(Percents(50, 50));
        var old = given.Events.OfType<InvoiceIssued>().Last();
        var cancelled = given.Did(Verbs.Cancel(1));
        Given(cancelled)
            .When(new ReissueInvoice(Third, old, null, null, Why))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker("invoice.exceeds_order", $"order:{TheOrder}", "<= 480.00 RUB", "600.00 RUB", GetOrder)
            );
        Given(cancelled)
            .When(new ReissueInvoice(Third, old, null, null, Why), at: old.HappenedAt)
            .ThenTooEarly(cancelled.Events[^1].HappenedAt);
        Given(cancelled).When(Plain(old, 480), at: old.HappenedAt).ThenTooEarly(cancelled.Events[^1].HappenedAt);
        Given(given)
            .When(new ReissueInvoice(Third, old, null, null, Why), at: old.HappenedAt)
            .Decision.Refused.Should()
            .BeNull();

        var lines = Deals
            .SimpleOrder.Did(Verbs.Invoiced with { Id = Third, Parts = [new(Known.Chairs, 4)] })
            .Did(Percents(100))
            .Did(Verbs.Cancel(3));
        Given(lines)
            .When(new ReissueInvoice(Second, lines.Events.OfType<InvoiceIssued>().First(), null, null, Why))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{TheOrder}",
                    "<= 120.00 RUB",
                    "480.00 RUB",
                    Fixes.To("cancelInvoice", ("dealId", TheDeal), ("invoiceId", TheInvoice))
                )
            );
    }

    private static ReissueInvoice Plain(InvoiceIssued old, decimal amount) =>
        new(Third, old, Verbs.Invoiced with { Amount = Roubles(amount) }, null, Why);

    [Fact]
    public void What_cannot_be_reissued_says_why()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] });
        var old = given.Events.OfType<InvoiceIssued>().Single();
        Given(given.Did(Verbs.Pay(5, null, new Allocation(TheInvoice, 5))))
            .When(new ReissueInvoice(Second, old, null, null, Why))
            .ThenRefused(
                "invoice.has_payments",
                new Blocker(
                    "invoice.has_payments",
                    $"payment:{ThePayment}",
                    "0.00 RUB",
                    "5.00 RUB",
                    Fixes.To("allocatePayment", ("dealId", TheDeal), ("paymentId", ThePayment))
                )
            );
        Given(given.Did(Verbs.Cancel(7)))
            .When(new ReissueInvoice(Second, old, null, null, Why))
            .ThenRefused(
                "invoice.exceeds_order",
                Blocked.OfLine("invoice.exceeds_order", "<= 3", "4", Blocked.TheOrder)
            );
        Given(given)
            .When(new ReissueInvoice(Second, old, Verbs.Invoiced with { Parts = [new(Known.Chairs, 11)] }, null, Why))
            .ThenRefused(
                "invoice.exceeds_order",
                Blocked.OfLine("invoice.exceeds_order", "<= 10", "11", Blocked.TheOrder)
            );
        Given(given).When(new ReissueInvoice(TheInvoice, old, null, null, Why)).ThenRefused("id.taken");
        Given(Deals.SimpleOrder)
            .When(new ReissueInvoice(Second, old, null, null, Why))
            .ThenNotFound("invoice.not_found");
        Given(given)
            .When(new ReissueInvoice(Second, old, null, null, Why), at: old.HappenedAt.AddSeconds(-1))
            .ThenTooEarly(old.HappenedAt);
    }
}
