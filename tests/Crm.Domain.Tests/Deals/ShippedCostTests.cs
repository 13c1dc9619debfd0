namespace Crm.Domain.Tests;

/// <summary>The cost of a shipment line: given, copied, the product's of the day, 0 for a service, else unknown.</summary>
public sealed class ShippedCostTests
{
    private static readonly ProductId Chair = new(Id(500));

    [Fact]
    public void A_given_cost_goes_before_a_copied_one()
    {
        Shipped(Of(cost: 60), given: Roubles(50)).Should().Be((CostFrom.Given, 50m, 200m, null));
        Shipped(Of(cost: 60)).Should().Be((CostFrom.Copied, 60m, 240m, null));
    }

    [Fact]
    public void A_copied_cost_goes_before_that_of_the_product() =>
        Shipped(Of(cost: 60), product: new(Roubles(70), false)).Should().Be((CostFrom.Copied, 60m, 240m, null));

    [Fact]
    public void Nothing_copied_it_is_the_cost_of_the_product() =>
        Shipped(Of(), product: new(Roubles(70), true)).Should().Be((CostFrom.Product, 70m, 280m, null));

    [Fact]
    public void A_service_without_a_cost_costs_nothing() =>
        Shipped(Of(), product: new(null, true)).Should().Be((CostFrom.Service, 0m, 0m, null));

    [Fact]
    public void Else_it_is_unknown()
    {
        Shipped(Of(), product: new(null, false)).Should().Be((CostFrom.Unknown, null, null, null));
        Shipped(Of()).Should().Be((CostFrom.Unknown, null, null, null));
    }

    [Fact]
    public void Another_currency_converts_at_the_rate_of_the_day()
    {
        DayRate[] rates = [new(new(Usd, Rub), new(2026, 3, 1), 90.5m)];
        Shipped(Of(), given: Dollars(2), rates: rates).Should().Be((CostFrom.Given, 181m, 724m, Dollars(2)));
        Shipped(Of(foreign: Dollars(2)), rates: rates).Should().Be((CostFrom.Copied, 181m, 724m, Dollars(2)));
        Shipped(Of(), product: new(Dollars(2), true), rates: rates)
            .Should()
            .Be((CostFrom.Product, 181m, 724m, Dollars(2)));
    }

    [Fact]
    public void Without_a_rate_it_is_unknown_and_says_what_was_stated() =>
        Shipped(Of(cost: 60), given: Dollars(2)).Should().Be((CostFrom.Unknown, null, null, Dollars(2)));

    [Fact]
    public void The_products_and_the_rates_that_are_read_are_those_that_are_needed()
    {
        var (story, command) = Asked(Of(foreign: Dollars(2)), null, null, []);
        var at = story.Asking();
        command.ReadsCosts(at).Should().BeEmpty("the order line has copied a cost");
        command.Converts(at).Should().Equal(new CurrencyPair(Usd, Rub));
        var (bare, ship) = Asked(Of(), null, new(Dollars(2), false), []);
        ship.ReadsCosts(bare.Asking()).Should().Equal(Chair);
        ship.Converts(bare.Asking()).Should().Equal(new CurrencyPair(Usd, Rub));
    }

    [Fact]
    public void A_return_takes_back_the_converted_cost()
    {
        var (story, command) = Asked(Of(foreign: Dollars(2)), null, null, [new(new(Usd, Rub), new(2026, 3, 1), 90.5m)]);
        var shipped = story.Did(command);
        var back = Given(shipped).When(Verbs.Return(4)).Decision.Events.OfType<ReturnAccepted>().Single();
        back.Lines.Single().Cost.Should().Be(724m);
    }

    private static PricedLine Of(decimal? cost = null, Money? foreign = null) =>
        PricedLine.From(
            new LineDraft(Chairs, Chair, "thing", 10, "pcs", 100, 0, 20, cost) { ForeignUnitCost = foreign },
            priceIncludesVat: false,
            Rub
        );

    private static (CostFrom? From, decimal? Unit, decimal? Cost, Money? Foreign) Shipped(
        PricedLine line,
        Money? given = null,
        ProductCost? product = null,
        DayRate[]? rates = null
    )
    {
        var (story, command) = Asked(line, given, product, rates ?? []);
        var shipped = Given(story).When(command).Decision.Events.OfType<ShipmentMade>().Single().Lines.Single();
        return (shipped.CostFrom, shipped.UnitCost, shipped.Cost, shipped.ForeignUnitCost);
    }

    private static (Story Story, RecordShipment Command) Asked(
        PricedLine line,
        Money? given,
        ProductCost? product,
        DayRate[] rates
    )
    {
        var story = Deals.Simple.Did(new IdentifyClient(Acme)).Did(Verbs.OrderOf(null, line)) with
        {
            Rates = [.. rates],
            Costs = product is null
                ? ImmutableDictionary<ProductId, ProductCost>.Empty
                : ImmutableDictionary<ProductId, ProductCost>.Empty.Add(Chair, product),
        };
        return (
            story,
            new RecordShipment(TheShipment, TheOrder, [new(Chairs, 4, given?.Amount, given?.Currency)], null)
        );
    }
}
