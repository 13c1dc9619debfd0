using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>Invoices by schedule and invoices in the place of others: sums neither grow nor shrink on the way.</summary>
public sealed class InvoiceScheduleTests
{
    private static readonly InvoiceId Second = new(Id(41)),
        Third = new(Id(42));
    private static readonly DateOnly May = new(2026, 5, 1),
        June = new(2026, 6, 1);
    private static readonly Fix Order = Fixes.To("getOrder", ("dealId", TheDeal), ("orderId", TheOrder));

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
    public void In_however_many_schedules_the_VAT_is_that_of_the_order()
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

                    var made = story.Facts.OfType<InvoiceIssued>().ToArray();
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
    public void Sums_are_taken_as_they_are_up_to_what_is_open()
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
                new Blocker("invoice.exceeds_order", $"order:{TheOrder}", "<= 1200.00 RUB", "1200.01 RUB", Order)
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
            .When(Percents(100), at: Deals.SimpleOrder.Facts[^1].HappenedAt.AddSeconds(-1))
            .ThenTooEarly(Deals.SimpleOrder.Facts[^1].HappenedAt);
    }

    [Theory]
    [InlineData("RUB"), InlineData("JPY"), InlineData("KWD")]
    public void However_it_is_parted_the_invoices_sum_to_the_order_in_whole_minor_units(string code)
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

    [Fact]
    public void A_reissue_cancels_and_issues_in_one_append_and_names_the_old()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Invoiced with { Parts = [new(Known.Chairs, 4)] });
        var old = given.Facts.OfType<InvoiceIssued>().Single();
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
        var old = given.Facts.OfType<InvoiceIssued>().Last();
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
        var old = given.Facts.OfType<InvoiceIssued>().Last();
        Given(given)
            .When(Plain(old, 600.01m))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker("invoice.exceeds_order", $"order:{TheOrder}", "<= 600.00 RUB", "600.01 RUB", Order)
            );
        var less = Given(given)
            .When(Plain(old, 500))
            .Then(
                new InvoiceCancelled(Second, Why),
                new InvoiceIssued(Third, "I-2026-000003", TheOrder, [], false, Roubles(500), null, null, June)
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
    public void A_part_is_reissued_as_long_as_the_order_has_it_and_not_before_the_order_came_to_be_what_it_is()
    {
        var given = Deals.SimpleOrder.Did(Percents(50, 50));
        var old = given.Facts.OfType<InvoiceIssued>().Last();
        var cancelled = given.Did(Verbs.Cancel(1));
        Given(cancelled)
            .When(new ReissueInvoice(Third, old, null, null, Why))
            .ThenRefused(
                "invoice.exceeds_order",
                new Blocker("invoice.exceeds_order", $"order:{TheOrder}", "<= 480.00 RUB", "600.00 RUB", Order)
            );
        Given(cancelled)
            .When(new ReissueInvoice(Third, old, null, null, Why), at: old.HappenedAt)
            .ThenTooEarly(cancelled.Facts[^1].HappenedAt);
        Given(cancelled).When(Plain(old, 480), at: old.HappenedAt).ThenTooEarly(cancelled.Facts[^1].HappenedAt);
        Given(given)
            .When(new ReissueInvoice(Third, old, null, null, Why), at: old.HappenedAt)
            .Decision.Refused.Should()
            .BeNull();

        var lines = Deals
            .SimpleOrder.Did(Verbs.Invoiced with { Id = Third, Parts = [new(Known.Chairs, 4)] })
            .Did(Percents(100))
            .Did(Verbs.Cancel(3));
        Given(lines)
            .When(new ReissueInvoice(Second, lines.Facts.OfType<InvoiceIssued>().First(), null, null, Why))
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
        var old = given.Facts.OfType<InvoiceIssued>().Single();
        Given(given.Did(Verbs.Pay(5, null, new Allocation(TheInvoice, 5))))
            .When(new ReissueInvoice(Second, old, null, null, Why))
            .ThenRefused(
                "invoice.has_payments",
                new Blocker(
                    "invoice.has_payments",
                    $"invoice:{TheInvoice}",
                    "0.00 RUB",
                    "5.00 RUB",
                    Fixes.To("recordRefund", ("dealId", TheDeal))
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

    [Fact]
    public void The_whole_rest_is_shipped_and_comes_back_whole()
    {
        var part = Deals.SimpleOrder.Did(Verbs.Ship(4)).Did(Verbs.Cancel(1));
        var rest = new RecordShipment(new(Id(61)), TheOrder, null, null);
        var shipped = Given(part)
            .When(rest)
            .Then(
                new ShipmentMade(
                    new(Id(61)),
                    "S-2026-000002",
                    TheOrder,
                    Rub,
                    [new(Known.Chairs, null, "thing", 5, 60, 500, 100, 600, 0, 300)],
                    null
                )
            );
        Given(shipped)
            .When(rest with { Id = new(Id(62)) })
            .ThenRefused(
                "shipment.exceeds_order",
                new Blocker(
                    "shipment.exceeds_order",
                    $"order:{TheOrder}",
                    "> 0",
                    "0",
                    Fixes.To("placeOrder", ("dealId", TheDeal))
                )
            );
        var back = Verbs.Return(1) with { Parts = null, Shipment = new(Id(61)) };
        var returned = Given(shipped)
            .When(back)
            .Then(
                new ReturnAccepted(
                    TheReturn,
                    new(Id(61)),
                    TheOrder,
                    Rub,
                    [new(Known.Chairs, null, "thing", 5, 60, 500, 100, 600, 0, 300)],
                    Why
                )
                {
                    Number = "R-2026-000001",
                }
            );
        Given(returned)
            .When(back with { Id = new(Id(81)) })
            .ThenRefused(
                "return.exceeds_shipment",
                new Blocker(
                    "return.exceeds_shipment",
                    $"shipment:{Id(61)}",
                    "> 0",
                    "0",
                    Fixes.To("getShipment", ("dealId", TheDeal), ("shipmentId", Id(61)))
                )
            );
    }

    [Fact]
    public void An_over_payment_is_what_lies_beyond_everything_ordered_and_kept()
    {
        var all = new RecordRefund(TheRefund, null, Why, null);
        Given(Deals.SimpleOrder.Did(Verbs.Pay(1250)))
            .When(all)
            .Then(new RefundMade(TheRefund, Roubles(50), Why, null) { Number = "RF-2026-000001" });
        Given(Deals.SimpleOrder.Did(Verbs.Ship(10)).Did(Verbs.Pay(1200)).Did(Verbs.Return(1)))
            .When(all)
            .Then(new RefundMade(TheRefund, Roubles(120), Why, null) { Number = "RF-2026-000001" });
        Given(Deals.SimpleOrder.Did(Verbs.Pay(1200)))
            .When(all)
            .ThenRefused(
                "refund.exceeds_paid",
                Blocked.OfDeal("refund.exceeds_paid", "an over-payment", "0.00 RUB", "getBalance")
            );
        Given(Deals.Simple)
            .When(all)
            .ThenRefused(
                "refund.exceeds_paid",
                Blocked.OfDeal("refund.exceeds_paid", "an over-payment", "0", "getBalance")
            );
    }

    [Fact]
    public void Every_fact_of_money_or_of_a_proposal_is_about_a_document()
    {
        var events = Deals
            .Won.Facts.Concat(
                Deals
                    .SimpleOrder.Did(Percents(50, 50))
                    .Did(Verbs.Pay(5, null, new Allocation(TheInvoice, 5)))
                    .Did(Verbs.WriteOff(1, DebtSide.Us))
                    .Facts
            )
            .Where(x => x is SettlementEvent or ProposalEvent)
            .ToArray();
        events.Should().HaveCountGreaterThan(10).And.OnlyContain(x => Subjects.Of(x).Any());
        Deals
            .Won.Facts.Where(x => Subjects.Of(x).Contains(TheOrder.Value))
            .Select(x => x.GetType())
            .Should()
            .Equal(typeof(OrderPlaced), typeof(InvoiceIssued), typeof(ShipmentMade));
    }

    private static ScheduleInvoices Percents(params decimal[] percents) =>
        new(
            TheOrder,
            [
                .. percents.Select(
                    (x, i) => new ScheduledPayment(i == 0 ? TheInvoice : Second, i == 0 ? May : June, x, null)
                ),
            ]
        );

    private static ScheduleInvoices Sums(params Money[] sums) =>
        new(
            TheOrder,
            [.. sums.Select((x, i) => new ScheduledPayment(i == 0 ? TheInvoice : Second, i == 0 ? May : June, null, x))]
        );

    private static InvoiceIssued Part(
        InvoiceId id,
        string number,
        decimal total,
        decimal vat,
        DateOnly due,
        int part,
        decimal? percent,
        int of = 2
    ) =>
        new(id, number, TheOrder, [], false, Roubles(total), total - vat, vat, due)
        {
            Part = new SchedulePart(part, of, percent),
        };
}
