namespace Crm.Domain.Tests;

/// <summary>Shipping, cancelling rests and taking goods back.</summary>
public sealed class ShipmentTests
{
    private static readonly Story Given10 = Deals.SimpleOrder;
    private static readonly Fix TheShipmentFix = Fixes.To(
        "getShipment",
        ("dealId", TheDeal),
        ("shipmentId", TheShipment)
    );

    [Fact]
    public void Ships_a_part_with_its_share_of_the_line_and_the_cost_of_the_catalogue() =>
        Given(Given10)
            .When(Verbs.Ship(4))
            .Then(
                new ShipmentMade(
                    TheShipment,
                    "S-2026-000001",
                    TheOrder,
                    Rub,
                    [new(Chairs, null, "thing", 4, 60, 400, 80, 480, 0, 240)],
                    null
                )
            );

    [Fact]
    public void A_given_cost_goes_before_the_catalogue() =>
        Given(Given10)
            .When(new RecordShipment(TheShipment, TheOrder, [new(Chairs, 3, 33.335m, Rub)], new DateOnly(2026, 3, 2)))
            .Then(
                new ShipmentMade(
                    TheShipment,
                    "S-2026-000001",
                    TheOrder,
                    Rub,
                    [new(Chairs, null, "thing", 3, 33.335m, 300, 60, 360, 0, 100.01m)],
                    new DateOnly(2026, 3, 2)
                )
            );

    [Fact]
    public void Never_more_than_the_rest()
    {
        Given(Given10.Did(Verbs.Ship(4)).Did(Verbs.Cancel(1)))
            .When(Verbs.Ship(6, new(Id(61))))
            .ThenRefused(
                "shipment.exceeds_order",
                Blocked.OfLine("shipment.exceeds_order", "<= 5", "6", Blocked.TheOrder)
            );
        Given(Given10.Did(Verbs.Ship(4)).Did(Verbs.Return(4)))
            .When(Verbs.Ship(7, new(Id(61))))
            .ThenRefused(
                "shipment.exceeds_order",
                Blocked.OfLine("shipment.exceeds_order", "<= 6", "7", Blocked.TheOrder)
            );
    }

    [Fact]
    public void Lines_are_those_of_the_order()
    {
        Given(Given10)
            .When(new RecordShipment(TheShipment, TheOrder, [new(Setup, 1, null, null)], null))
            .ThenInvalid("/lines/0/lineId", "order_line.not_found", "a line of the order");
        Given(Given10)
            .When(new RecordShipment(TheShipment, TheOrder, [], null))
            .ThenInvalid("/lines", "lines.missing", "at least one");
        Given(Given10).When(Verbs.Ship(0)).ThenInvalid("/lines/0/quantity", "quantity.not_positive", "> 0");
        Given(Given10)
            .When(new RecordShipment(TheShipment, new(Id(999)), [], null))
            .ThenInvalid("/orderId", "order.not_found", "an order of this deal");
        Given(Given10.Did(Verbs.Ship(1))).When(Verbs.Ship(1)).ThenRefused("id.taken");
    }

    [Fact]
    public void Not_shipped_in_the_future_nor_at_a_cost_in_another_currency()
    {
        Given(Given10)
            .When(Verbs.Ship(1) with { ShippedOn = new DateOnly(2026, 3, 3) })
            .ThenInvalid("/shippedOn", "date.future", "not after 2026-03-02");
        Given(Given10)
            .When(new RecordShipment(TheShipment, TheOrder, [new(Chairs, 1, 5, Usd)], null))
            .ThenDiffers("RUB", "USD");
    }

    [Fact]
    public void Cancels_no_more_than_the_unshipped_rest()
    {
        var shipped = Given10.Did(Verbs.Ship(4));
        Given(shipped)
            .When(Verbs.Cancel(7))
            .ThenRefused(
                "order_line.rest_exceeded",
                Blocked.OfLine("order_line.rest_exceeded", "<= 6", "7", Blocked.TheOrder)
            );
        var cancelled = Given(shipped)
            .When(Verbs.Cancel(6))
            .Then(new OrderLinesCancelled(TheOrder, [new(Chairs, 6)], Why));
        (cancelled.Deal.Ledger.Balance.Ordered, cancelled.Deal.Ledger.Balance.Undelivered).Should().Be((480m, 0m));
        Given(shipped).When(Verbs.Cancel(6) with { Order = new(Id(999)) }).ThenNotFound("order.not_found");
    }

    [Fact]
    public void Takes_back_at_the_price_and_cost_of_the_delivery() =>
        Given(Given10.Did(Verbs.Ship(4)))
            .When(Verbs.Return(1))
            .Then(
                new ReturnAccepted(
                    TheReturn,
                    TheShipment,
                    TheOrder,
                    Rub,
                    [new(Chairs, null, "thing", 1, 60, 100, 20, 120, 0, 60)],
                    Why
                )
                {
                    Number = "R-2026-000001",
                }
            );

    [Fact]
    public void Never_more_than_that_shipment_delivered()
    {
        var other = new ShipmentId(Id(61));
        var given = Given10.Did(Verbs.Ship(4)).Did(Verbs.Ship(6, other)).Did(Verbs.Return(1));
        Given(given)
            .When(Verbs.Return(4, new(Id(81))))
            .ThenRefused(
                "return.exceeds_shipment",
                Blocked.OfLine("return.exceeds_shipment", "<= 3", "4", TheShipmentFix)
            );
        Given(given).When(Verbs.Return(1) with { Shipment = other }).ThenRefused("id.taken");
        Given(given)
            .When(Verbs.Return(1, new(Id(81))) with { Shipment = new(Id(999)) })
            .ThenInvalid("/shipmentId", "shipment.not_found", "a shipment of this deal");
    }

    [Fact]
    public void A_return_does_not_make_a_line_undelivered_again()
    {
        var balance = Given10.Did(Verbs.Ship(10)).Did(Verbs.Return(3)).Deal.Ledger.Balance;
        (balance.Undelivered, balance.Shipped, balance.Returned, balance.ClientOwes)
            .Should()
            .Be((0m, 1200m, 360m, 840m));
    }

    [Fact]
    public void Each_refers_to_the_latest_event_about_what_it_names()
    {
        var ordered = Given10.Events[^1].HappenedAt;
        Given(Given10).When(Verbs.Ship(1), at: ordered.AddSeconds(-1)).ThenTooEarly(ordered);
        var shipped = Given10.Later(TimeSpan.FromDays(1)).Did(Verbs.Ship(4));
        Given(shipped).When(Verbs.Return(1), at: ordered).ThenTooEarly(shipped.Events[^1].HappenedAt);
        Given(shipped).When(Verbs.Cancel(1), at: ordered).ThenTooEarly(shipped.Events[^1].HappenedAt);
        Given(shipped).When(Verbs.Ship(1, new(Id(61))), at: ordered).Decision.Refused.Should().BeNull();
    }
}
