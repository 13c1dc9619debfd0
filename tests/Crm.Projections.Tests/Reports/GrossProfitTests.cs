namespace Crm.Projections.Tests.Reports;

public sealed class GrossProfitTests(TestStore store) : IClassFixture<TestStore>
{
    private static readonly Period Always = new(null, null);
    private readonly string source = TestStore.NewSource();

    [Fact]
    public async Task A_return_takes_revenue_discount_and_cost_back_in_its_own_month()
    {
        var line = Line(10, 100, cost: 60, discount: 10);
        var (deal, shipment) = Sold("2026-01-10", line);
        deal.At("2026-03-05")
            .Did(new AcceptReturn(new(Guid.CreateVersion7()), shipment, [new LineQuantity(line.Line, 4)], Why));
        await store.Show(deal);

        (await Profit("month"))
            .Should()
            .BeEquivalentTo([
                new ProfitCell("2026-01", "RUB", 900, 100, 600, 0),
                new ProfitCell("2026-03", "RUB", -360, -40, -240, 0),
            ]);
        (await Profit("deal")).Should().Equal(new ProfitCell(deal.Id.ToString(), "RUB", 540, 60, 360, 0));
    }

    [Fact]
    public async Task A_line_without_a_known_cost_counts_in_the_revenue_alone_and_is_reported()
    {
        await store.Show(Sold("2026-01-10", Line(1, 100, product: Chair), Line(1, 50, cost: 20)).Deal);

        (await Profit("product"))
            .Should()
            .BeEquivalentTo([
                new ProfitCell(Chair.ToString(), "RUB", 100, 0, 0, 1) { UnknownRevenue = 100, LacksKnownCost = true },
                new ProfitCell("thing", "RUB", 50, 0, 20, 0),
            ]);
    }

    [Fact]
    public async Task A_write_off_is_no_revenue_and_stands_in_a_column_of_its_own()
    {
        var line = Line(1, 100, cost: 60);
        var (deal, _) = Sold("2026-01-10", line);
        deal.At("2026-02-03")
            .Did(new RecordPayment(new(Guid.CreateVersion7()), Roubles(119.60m), null, null, []))
            .Did(new WriteOffDebt(new(Guid.CreateVersion7()), Roubles(0.40m), DebtSide.Client, Why));
        await store.Show(deal);

        (await Profit("month"))
            .Should()
            .BeEquivalentTo([
                new ProfitCell("2026-01", "RUB", 100, 0, 60, 0),
                new ProfitCell("2026-02", "RUB", 0, 0, 0, 0) { WrittenOff = 0.40m, LacksKnownCost = true },
            ]);
        (await Profit("deal"))
            .Should()
            .Equal(new ProfitCell(deal.Id.ToString(), "RUB", 100, 0, 60, 0) { WrittenOff = 0.40m });
        (await Profit("product"))
            .Should()
            .BeEquivalentTo([
                new ProfitCell("thing", "RUB", 100, 0, 60, 0),
                new ProfitCell(null, "RUB", 0, 0, 0, 0) { WrittenOff = 0.40m, LacksKnownCost = true },
            ]);
    }

    [Fact]
    public async Task A_reversal_counts_in_its_own_period_with_the_amounts_and_the_cost_of_what_it_reverses()
    {
        var (deal, _) = Sold("2026-01-10", Line(1, 100, cost: 60));
        var made = deal.Events.OfType<ShipmentMade>().Single();
        deal.At("2026-02-03").Did(new ReverseShipment(made, Why));
        var (kept, _) = Sold("2026-01-11", Line(1, 50, cost: 20));
        var writeOff = new WriteOffId(Guid.CreateVersion7());
        kept.At("2026-02-04").Did(new WriteOffDebt(writeOff, Roubles(0.40m), DebtSide.Client, Why));
        kept.At("2026-03-04").Did(new ReverseWriteOff(writeOff, Why));
        await store.Show(deal, kept);

        (await Profit("month"))
            .Should()
            .BeEquivalentTo([
                new ProfitCell("2026-01", "RUB", 150, 0, 80, 0),
                new ProfitCell("2026-02", "RUB", -100, 0, -60, 0) { WrittenOff = 0.40m },
                new ProfitCell("2026-03", "RUB", 0, 0, 0, 0) { WrittenOff = -0.40m, LacksKnownCost = true },
            ]);
    }

    [Fact]
    public async Task Unlike_currencies_are_never_added()
    {
        await store.Show(
            Sold("2026-01-10", Line(1, 100)).Deal,
            Sold("2026-01-10", Usd, Line(1, 7, currency: Usd)).Deal
        );

        (await Profit("manager"))
            .Select(x => (x.Currency, x.Revenue))
            .Should()
            .BeEquivalentTo([("RUB", 100m), ("USD", 7m)]);
    }

    [Fact]
    public async Task Months_are_those_of_the_time_zone_asked_for()
    {
        await store.Show(Sold("2026-01-31 21:30", Line(1, 100)).Deal);

        (await Profit("month", "Europe/Moscow")).Single().Key.Should().Be("2026-02");
        (await Profit("month", "UTC")).Single().Key.Should().Be("2026-01");
    }

    [Fact]
    public async Task Months_of_a_time_zone_that_the_database_does_not_know_are_counted_too()
    {
        await store.Show(Sold("2026-01-31 21:30", Line(1, 100)).Deal);
        var zone = TimeZoneInfo.CreateCustomTimeZone("Nowhere/Else", new TimeSpan(2, 30, 0), null, null);

        (
            await store.Profit.Read(
                new(DealVisibility.Everything, null, null, null, source),
                Always,
                "month",
                zone,
                CancellationToken.None
            )
        )
            .Cells.Single()
            .Key.Should()
            .Be("2026-02");
    }

    [Fact]
    public async Task What_was_shipped_belongs_to_the_manager_of_that_day()
    {
        var (deal, _) = Sold("2026-01-10", Line(1, 100));
        deal.At("2026-02-01").Late("2026-01-09", new AssignManager(Boris)).Did(new AssignManager(Anna));
        await store.Show(deal);

        (await Profit("manager")).Single().Key.Should().Be(Boris.ToString());
        (await Profit("manager", filter: new(DealVisibility.Everything, null, Anna.Value, null, source)))
            .Should()
            .BeEmpty();
    }

    [Fact]
    public async Task A_period_takes_what_happened_in_it_from_inclusive_to_exclusive()
    {
        await store.Show(Sold("2026-01-10", Line(1, 100)).Deal);
        var happened = Sold("2026-01-12", Line(1, 100));
        await store.Show(happened.Deal);
        var at = happened.Deal.Events.OfType<ShipmentMade>().Single().HappenedAt;

        (await Profit("source", period: new(at, null))).Single().Revenue.Should().Be(100);
        (await Profit("source", period: new(null, at))).Single().Revenue.Should().Be(100);
        (await Profit("source", period: new(at, at.AddTicks(10)))).Single().Revenue.Should().Be(100);
    }

    private (Story Deal, ShipmentId Shipment) Sold(string at, params PricedLine[] lines) => Sold(at, Rub, lines);

    private (Story Deal, ShipmentId Shipment) Sold(string at, Currency currency, params PricedLine[] lines)
    {
        var (order, shipment) = (new OrderId(Guid.CreateVersion7()), new ShipmentId(Guid.CreateVersion7()));
        var deal = new Story(ShippedKinds.Simple, On("2026-01-01"), x => x with { Source = source, Client = Acme })
            .At("2026-01-02")
            .Did(new PlaceOrder(order, null, false, currency, [.. lines]))
            .At(at)
            .Did(
                new RecordShipment(
                    shipment,
                    order,
                    [.. lines.Select(x => new ShippedQuantity(x.Line, x.Quantity, null, null))],
                    null
                )
            );
        return (deal, shipment);
    }

    private async Task<IReadOnlyList<ProfitCell>> Profit(
        string by,
        string zone = "Europe/Moscow",
        Period? period = null,
        ReportFilter? filter = null
    ) =>
        (
            await store.Profit.Read(
                filter ?? new(DealVisibility.Everything, null, null, null, source),
                period ?? Always,
                by,
                TimeZoneInfo.FindSystemTimeZoneById(zone),
                CancellationToken.None
            )
        ).Cells;
}
