namespace Crm.Domain.Tests;

/// <summary>Issuing and cancelling invoices.</summary>
public sealed class InvoiceTests
{
    private static readonly InvoiceId Second = new(Id(41));

    [Fact]
    public void Invoices_what_is_not_invoiced_yet()
    {
        var part = Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] };
        var first = Given(Deals.SimpleOrder)
            .When(part)
            .Then(
                new InvoiceIssued(
                    TheInvoice,
                    "I-2026-000001",
                    TheOrder,
                    [Chairs(4, 400, 80)],
                    false,
                    Roubles(480),
                    400,
                    80,
                    null
                )
            );
        var all = Given(first)
            .When(Verbs.Invoiced with { Id = Second })
            .Then(
                new InvoiceIssued(
                    Second,
                    "I-2026-000002",
                    TheOrder,
                    [Chairs(6, 600, 120)],
                    false,
                    Roubles(720),
                    600,
                    120,
                    null
                )
            );
        all.Deal.Ledger.Balance.Uninvoiced.Should().Be(0);
        Given(all)
            .When(Verbs.Invoiced with { Id = new(Id(42)) })
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{TheOrder}",
                    "> 0",
                    "0",
                    Fixes.To("placeOrder", ("dealId", TheDeal))
                )
            );
        Given(first)
            .When(part with { Id = Second, Parts = [new(Known.Chairs, 7)] })
            .ThenRefused(
                "invoice.exceeds_order",
                Blocked.OfLine("invoice.exceeds_order", "<= 6", "7", Blocked.TheOrder)
            );
        Given(first).When(part with { Id = Second, Parts = [] }).ThenInvalid("/lines", "lines.missing", "at least one");
    }

    [Fact]
    public void The_next_part_does_not_take_the_discount_of_parts_that_named_none()
    {
        var order = Deals.Simple.Did(Verbs.OrderOf(null, Priced(Known.Chairs, 10, 100, discount: 10)));
        var first = order.Did(Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] });
        var named = first.Events.OfType<InvoiceIssued>().Single();
        named.Lines.Single().Discount.Should().Be(40);
        // As an earlier version stored it: the sums are there, the discount is not.
        var silent = order.Appended(
            Decision.Accept(named with { Lines = [named.Lines[0] with { Discount = null }] }),
            0
        );
        foreach (var given in new[] { first, silent })
        {
            var second = given.Did(Verbs.Invoiced with { Id = Second, Parts = [new(Known.Chairs, 3)] });
            var third = second.Did(Verbs.Invoiced with { Id = new(Id(42)) });
            third
                .Events.OfType<InvoiceIssued>()
                .Skip(1)
                .Select(x => (x.Total.Amount, x.Net, x.Vat, x.Lines[0].Discount))
                .Should()
                .Equal((324m, 270m, 54m, 30m), (324m, 270m, 54m, 30m));
        }
    }

    [Fact]
    public void Nor_does_it_take_the_price_lists()
    {
        var order = Deals.Simple.Did(Verbs.OrderOf(null, Priced(Known.Chairs, 10, 100) with { ListDiscount = -50 }));
        var named = order
            .Did(Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] })
            .Events.OfType<InvoiceIssued>()
            .Single();
        named.Lines[0].ListDiscount.Should().Be(-20);
        var silent = order.Appended(
            Decision.Accept(named with { Lines = [named.Lines[0] with { ListDiscount = null }] }),
            0
        );
        silent
            .Did(Verbs.Invoiced with { Id = Second })
            .Events.OfType<InvoiceIssued>()
            .Last()
            .Lines[0]
            .ListDiscount.Should()
            .Be(-30);
    }

    [Fact]
    public void Free_lines_or_a_plain_amount()
    {
        Given(Deals.Simple)
            .When(new IssueInvoice(TheInvoice, null, null, [TenChairs], null, Rub, false, new DateOnly(2026, 3, 9)))
            .Then(
                new InvoiceIssued(
                    TheInvoice,
                    "I-2026-000001",
                    null,
                    [Chairs(10, 1000, 200)],
                    false,
                    Roubles(1200),
                    1000,
                    200,
                    new DateOnly(2026, 3, 9)
                )
            );
        Given(Deals.Simple)
            .When(Amount(Roubles(50)))
            .Then(new InvoiceIssued(TheInvoice, "I-2026-000001", null, [], false, Roubles(50), 50, 0, null));
        Given(Deals.Simple)
            .When(new IssueInvoice(TheInvoice, null, null, null, null, Rub, false, null))
            .ThenInvalid("/lines", "lines.missing", "at least one");
        Given(Deals.Simple).When(Amount(Roubles(0))).ThenInvalid("/amount/amount", "amount.not_positive", "> 0");
        Given(Deals.Simple)
            .When(Amount(Roubles(0.001m)))
            .ThenInvalid("/amount/amount", "amount.too_precise", "at most 2 decimals");
        Given(Deals.Simple).When(Amount(Dollars(5))).ThenDiffers("RUB", "USD");
    }

    [Fact]
    public void Refuses_what_it_does_not_know()
    {
        Given(Deals.Invoiced).When(Verbs.Invoiced).ThenRefused("id.taken");
        Given(Deals.Simple).When(Verbs.Invoiced).ThenInvalid("/orderId", "order.not_found", "an order of this deal");
        Given(Deals.SimpleOrder)
            .When(Verbs.Invoiced, at: Deals.SimpleOrder.Events[^1].HappenedAt.AddSeconds(-1))
            .ThenTooEarly(Deals.SimpleOrder.Events[^1].HappenedAt);
    }

    [Fact]
    public void Cancelled_it_frees_its_lines()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Invoiced);
        var cancelled = Given(given)
            .When(new CancelInvoice(TheInvoice, Why))
            .Then(new InvoiceCancelled(TheInvoice, Why));
        (cancelled.Deal.Ledger.Balance.Invoiced, cancelled.Deal.Ledger.Balance.Uninvoiced).Should().Be((0m, 1200m));
        Given(cancelled).When(new CancelInvoice(TheInvoice, null)).ThenHolds();
        Given(cancelled)
            .When(Verbs.Invoiced with { Id = Second })
            .Then(
                new InvoiceIssued(
                    Second,
                    "I-2026-000002",
                    TheOrder,
                    [Chairs(10, 1000, 200)],
                    false,
                    Roubles(1200),
                    1000,
                    200,
                    null
                )
            );
        Given(given).When(new CancelInvoice(Second, null)).ThenNotFound("invoice.not_found");
        Given(given)
            .When(new CancelInvoice(TheInvoice, null), at: given.Events[^1].HappenedAt.AddSeconds(-1))
            .ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void With_payments_it_is_not_cancelled() =>
        Given(Deals.SimpleOrder.Did(Verbs.Invoiced).Did(Verbs.Pay(5, null, new Allocation(TheInvoice, 5))))
            .When(new CancelInvoice(TheInvoice, null))
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

    private static InvoiceLine Chairs(decimal quantity, decimal net, decimal vat) =>
        new(Known.Chairs, null, "thing", quantity, "pcs", 100, 0, 20, net, vat, net + vat);

    private static IssueInvoice Amount(Money amount) => new(TheInvoice, null, null, null, amount, Rub, false, null);
}
