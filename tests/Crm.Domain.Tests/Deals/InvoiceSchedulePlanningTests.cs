using CsCheck;
using static Crm.Domain.Tests.InvoiceSchedules;

namespace Crm.Domain.Tests;

/// <summary>A schedule splits what is open of an order into invoices: sums and VAT are exactly those of the order.</summary>
public sealed class InvoiceSchedulePlanningTests
{
    [Fact]
    public void Percents_become_invoices_of_one_append_that_sum_to_the_order()
    {
        var given = Given(Deals.SimpleOrder)
            .When(Percents(33.33m, 66.67m))
            .Then(
                Part(TheInvoice, "I-2026-000001", 399.96m, 66.66m, May, 1, 33.33m),
                Part(Second, "I-2026-000002", 800.04m, 133.34m, June, 2, 66.67m)
            );
        given.Deal.Ledger.Balance.Uninvoiced.Should().Be(0);
        Given(given)
            .When(Verbs.Invoiced with { Id = Third })
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{TheOrder}",
                    "<= 0.00 RUB",
                    "1200.00 RUB",
                    Fixes.To("cancelInvoice", ("dealId", TheDeal), ("invoiceId", TheInvoice))
                )
            );
        Given(given)
            .When(Percents(100))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{TheOrder}",
                    "> 0",
                    "0.00 RUB",
                    Fixes.To("placeOrder", ("dealId", TheDeal))
                )
            );
    }

    [Fact]
    public void What_is_invoiced_or_cancelled_already_is_not_scheduled()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] }).Did(Verbs.Cancel(2));
        var scheduled = Given(given)
            .When(new ScheduleInvoices(TheOrder, [new(Second, May, 100, null)]))
            .Then(Part(Second, "I-2026-000002", 480, 80, May, 1, 100, 1));
        scheduled.Deal.Ledger.Balance.Uninvoiced.Should().Be(0);
    }

    [Fact]
    public void A_schedule_takes_the_VAT_that_earlier_invoices_left_and_no_other()
    {
        var order = Deals
            .Simple.Did(new IdentifyClient(Acme))
            .Did(Verbs.OrderOf(null, Priced(Known.Chairs, 1, 100), Priced(Setup, 1, 100, vat: null)));
        var taxed = order.Did(Verbs.Invoiced with { Id = Third, Parts = [new(Known.Chairs, 1)] });
        var exempt = order.Did(Verbs.Invoiced with { Id = Third, Parts = [new(Setup, 1)] });
        Given(taxed).When(Percents(100)).Then(Part(TheInvoice, "I-2026-000002", 100, 0, May, 1, 100, 1));
        Given(taxed).When(Sums(Roubles(30))).Then(Part(TheInvoice, "I-2026-000002", 30, 0, May, 1, null, 1));
        Given(exempt).When(Sums(Roubles(60))).Then(Part(TheInvoice, "I-2026-000002", 60, 10, May, 1, null, 1));
        Given(exempt)
            .When(Percents(50, 50))
            .Then(
                Part(TheInvoice, "I-2026-000002", 60, 10, May, 1, 50),
                Part(Second, "I-2026-000003", 60, 10, June, 2, 50)
            );
        Given(taxed.Did(new CancelInvoice(Third, null)))
            .When(Percents(100))
            .Then(Part(TheInvoice, "I-2026-000002", 220, 20, May, 1, 100, 1));
    }

    [Fact]
    public void Schedules_one_after_another_take_the_VAT_of_the_order_and_a_plain_amount_its_share()
    {
        var given = Deals.Simple.Did(new IdentifyClient(Acme)).Did(Verbs.OrderOf(null, Priced(Known.Chairs, 1, 100)));
        var first = Given(given)
            .When(Sums(Roubles(40)))
            .Then(Part(TheInvoice, "I-2026-000001", 40, 6.67m, May, 1, null, 1));
        var second = Given(first)
            .When(new ScheduleInvoices(TheOrder, [new(Second, May, null, Roubles(40))]))
            .Then(Part(Second, "I-2026-000002", 40, 6.67m, May, 1, null, 1));
        Given(second)
            .When(new ScheduleInvoices(TheOrder, [new(Third, May, 100, null)]))
            .Then(Part(Third, "I-2026-000003", 40, 6.66m, May, 1, 100, 1));
        var advance = given.Did(new IssueInvoice(Third, TheOrder, null, null, Roubles(40), Rub, false, null));
        Given(advance).When(Percents(100)).Then(Part(TheInvoice, "I-2026-000002", 80, 13.33m, May, 1, 100, 1));
    }

    [Fact]
    public void Any_number_of_schedules_has_the_VAT_of_the_order()
    {
        Gen.Select(Gen.Int[1, 99_999], Gen.Int[0, 99_999], Gen.Int[1, 22], Gen.Int[1, 100].Array[0, 8], Gen.Bool)
            .Sample(
                (taxed, free, vat, shares, byLine) =>
                {
                    var story = Deals.Simple.Did(
                        Verbs.OrderOf(
                            null,
                            Priced(Known.Chairs, 1, taxed / 100m, vat),
                            Priced(Setup, 1, free / 100m, vat: null)
                        )
                    );
                    var order = story.Deal.Ledger.Orders[TheOrder].Ordered;
                    if (byLine)
                        story = story.Did(
                            Verbs.Invoiced with
                            {
                                Id = Third,
                                Parts = [new(shares.Length % 2 == 0 ? Known.Chairs : Setup, 1)],
                            }
                        );
                    for (var i = 0; i <= shares.Length && order.Total > story.Deal.Ledger.InvoicedOf(TheOrder); i++)
                    {
                        var open = order.Total - story.Deal.Ledger.InvoicedOf(TheOrder);
                        var sum = i < shares.Length ? Math.Max(0.01m, Math.Round(open * shares[i] / 100, 2)) : open;
                        story = story.Did(
                            new ScheduleInvoices(TheOrder, [new(new(Id(2000 + i)), May, null, Roubles(sum))])
                        );
                    }

                    var made = story.Events.OfType<InvoiceIssued>().ToArray();
                    (made.Sum(x => x.Total.Amount), made.Sum(x => x.Net), made.Sum(x => x.Vat))
                        .Should()
                        .Be((order.Total, order.Net, order.Vat));
                    made.Should().OnlyContain(x => x.Net >= 0 && x.Vat >= 0 && x.Net + x.Vat == x.Total.Amount);
                },
                iter: new Cases(Few: 60, Full: 200).Count,
                threads: 1
            );
    }

    [Fact]
    public void Amounts_are_taken_as_given_up_to_what_is_open()
    {
        Given(Deals.SimpleOrder)
            .When(Sums(Roubles(200), Roubles(400)))
            .Then(
                Part(TheInvoice, "I-2026-000001", 200, 33.33m, May, 1, null),
                Part(Second, "I-2026-000002", 400, 66.67m, June, 2, null)
            );
        Given(Deals.SimpleOrder)
            .When(Sums(Roubles(800), Roubles(400.01m)))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker("invoice.exceeds_order", $"order:{TheOrder}", "<= 1200.00 RUB", "1200.01 RUB", GetOrder)
            );
        Given(Deals.SimpleOrder).When(Sums(Roubles(1), Dollars(1))).ThenDiffers("RUB", "USD");
    }

    [Fact]
    public void Faulty_parts_are_named()
    {
        Given(Deals.SimpleOrder)
            .When(Percents(50, 49.999999m))
            .ThenInvalid("/parts", "schedule.not_whole", "100 in all, not 99.999999");
        Given(Deals.SimpleOrder)
            .When(Percents(0, 100))
            .ThenInvalid("/parts/0/percent", "percent.out_of_range", "above 0, up to 100");
        Given(Deals.SimpleOrder)
            .When(Percents(-1, 101))
            .Refused(
                Rejection.Invalid(
                    new Fault("/parts/0/percent", "percent.out_of_range", "above 0, up to 100"),
                    new Fault("/parts/1/percent", "percent.out_of_range", "above 0, up to 100")
                ),
                []
            );
        Given(Deals.SimpleOrder)
            .When(Sums(Roubles(0), Roubles(0.001m)))
            .Refused(
                Rejection.Invalid(
                    new Fault("/parts/0/amount/amount", "amount.not_positive", "> 0"),
                    new Fault("/parts/1/amount/amount", "amount.too_precise", "at most 2 decimals")
                ),
                []
            );
        Given(Deals.SimpleOrder)
            .When(new ScheduleInvoices(TheOrder, [new(TheInvoice, May, 50, null), new(Second, May, 50, Roubles(1))]))
            .ThenInvalid("/parts/1", "schedule.mixed", "percent in every part, or amount in every part");
        Given(Deals.SimpleOrder)
            .When(new ScheduleInvoices(new(Id(999)), [new(TheInvoice, May, 100, null)]))
            .ThenInvalid("/orderId", "order.not_found", "an order of this deal");
        Given(Deals.SimpleOrder)
            .When(Percents(100), at: Deals.SimpleOrder.Events[^1].HappenedAt.AddSeconds(-1))
            .ThenTooEarly(Deals.SimpleOrder.Events[^1].HappenedAt);
    }

    [Theory]
    [InlineData("RUB"), InlineData("JPY"), InlineData("KWD")]
    public void Any_schedule_sums_to_the_order_in_whole_minor_units(string code)
    {
        var currency = new Currency(code);
        Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 9_999_999], Gen.Int[1, 97].Array[1, 12], Gen.Int[0, 22])
            .Sample(
                (quantity, price, weights, vat) =>
                {
                    var line = Priced(Known.Chairs, quantity, price / 1000m, vat, currency: currency);
                    if (line.Total < 1000)
                        return;
                    var percents = weights.Select(x => Math.Floor(1_000_000m * x / weights.Sum()) / 10_000).ToArray();
                    percents[0] += 100 - percents.Sum();
                    var story = Deals.Simple.Did(new PlaceOrder(TheOrder, null, false, currency, [line]));
                    var made = story
                        .Decide(
                            new ScheduleInvoices(
                                TheOrder,
                                [.. percents.Select((x, i) => new ScheduledPayment(new(Id(2000 + i)), May, x, null))]
                            ),
                            null,
                            Rights.All
                        )
                        .Decision.Events.OfType<InvoiceIssued>()
                        .ToArray();
                    made.Should().HaveCount(percents.Length);
                    (made.Sum(x => x.Total.Amount), made.Sum(x => x.Net), made.Sum(x => x.Vat))
                        .Should()
                        .Be((line.Total, line.Net, line.Vat));
                    made.Should()
                        .OnlyContain(x =>
                            x.Total.IsWhole && x.Net + x.Vat == x.Total.Amount && x.Net >= 0 && x.Vat >= 0
                        );
                    var unit = currency.Decimals switch
                    {
                        0 => 1m,
                        2 => 0.01m,
                        _ => 0.001m,
                    };
                    made.Zip(percents)
                        .Should()
                        .OnlyContain(x => Math.Abs(x.First.Total.Amount - line.Total * x.Second / 100) < unit);
                },
                iter: new Cases(Few: 60, Full: 300).Count,
                threads: 1
            );
    }
}
