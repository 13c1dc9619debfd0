using static Crm.Domain.Tests.InvoiceSchedules;

namespace Crm.Domain.Tests;

/// <summary>Shipments and returns of the whole rest, overpayments, and the documents that events are about.</summary>
public sealed class WholeRestTests
{
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
                    [new(Known.Chairs, null, "thing", 5, 60, 500, 100, 600, 0, 300) { CostFrom = CostFrom.Copied }],
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
    public void Every_event_of_money_or_of_a_proposal_is_about_a_document()
    {
        var events = Deals
            .Won.Events.Concat(
                Deals
                    .SimpleOrder.Did(Percents(50, 50))
                    .Did(Verbs.Pay(5, null, new Allocation(TheInvoice, 5)))
                    .Did(Verbs.WriteOff(1, DebtSide.Us))
                    .Events
            )
            .Where(x => x is SettlementEvent or ProposalEvent)
            .ToArray();
        events.Should().HaveCountGreaterThan(10).And.OnlyContain(x => Subjects.Of(x).Any());
        Deals
            .Won.Events.Where(x => Subjects.Of(x).Contains(TheOrder.Value))
            .Select(x => x.GetType())
            .Should()
            .Equal(typeof(OrderPlaced), typeof(InvoiceIssued), typeof(ShipmentMade));
    }
}
