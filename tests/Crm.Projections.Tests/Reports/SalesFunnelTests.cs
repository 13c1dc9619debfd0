using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Projections.Tests.Reports;

/// <summary>Answers that funnels often get wrong (docs/domain.md, Reports).</summary>
public sealed class SalesFunnelTests(TestStore store) : IClassFixture<TestStore>
{
    private readonly string source = TestStore.NewSource();

    [Fact]
    public async Task A_deal_is_counted_once_however_many_events_it_has()
    {
        var busy = TestStore
            .Deal(source, "2026-01-10")
            .Did(Amount(Roubles(100)))
            .Did(Amount(Roubles(200)))
            .Did(Probability(30))
            .Did(new AssignManager(Boris))
            .Did(new IdentifyClient(Acme));
        await store.Show(busy, TestStore.Deal(source, "2026-01-10"));

        (await Open(Later)).Should().BeEquivalentTo([("first-contact", 1L, 200m), ("first-contact", 1L, 0m)]);
    }

    [Fact]
    public async Task The_first_stage_counts_from_the_very_opening()
    {
        await store.Show(TestStore.Deal(source, "2026-01-10"));

        (await Open(On("2026-01-10"))).Should().Equal(("first-contact", 1L, 0m));
        (await Open(On("2026-01-10") - DomainFold.Microsecond)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_deal_keeps_its_stage_before_the_loss_and_counts_as_lost_after()
    {
        var deal = TestStore
            .Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(500) })
            .At("2026-01-12")
            .Skipped()
            .At("2026-01-15")
            .Did(Lose("price"));
        await store.Show(deal);

        (await Open(On("2026-01-14"))).Should().Equal(("qualification", 1L, 500m));
        (await store.FunnelAt(On("2026-01-15"), source))
            .Cells.Should()
            .BeEquivalentTo([new FunnelCell("standard-sale", "lost", "qualification", "RUB", 1, 500, 100)]);
    }

    [Fact]
    public async Task A_lost_deal_weighs_nothing_in_any_stage()
    {
        var kept = TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(1000) });
        var lost = TestStore
            .Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(7000) })
            .At("2026-01-11")
            .Did(Lose("timing"));
        await store.Show(kept, lost);

        var stages = FunnelStages.Of(KindRegistry.Shipped, "standard-sale", await store.FunnelAt(Later, source));
        stages.Sum(x => x.Open.Sum(c => c.Weighted)).Should().Be(100);
        stages.Sum(x => x.Open.Sum(c => c.Amount)).Should().Be(1000);
    }

    [Fact]
    public async Task A_deal_that_enters_a_stage_twice_is_in_one_stage_at_every_instant()
    {
        var deal = TestStore
            .Deal(source, "2026-01-10", kind: ShippedKinds.ManualSale)
            .At("2026-01-12")
            .Did(new MoveDeal("engaging", null))
            .At("2026-01-14")
            .Did(new MoveDeal("prospecting", null))
            .At("2026-01-16")
            .Did(new MoveDeal("engaging", null));
        await store.Show(deal);

        foreach (
            var (day, stage) in new[]
            {
                ("2026-01-11", "prospecting"),
                ("2026-01-13", "engaging"),
                ("2026-01-15", "prospecting"),
                ("2026-01-17", "engaging"),
            }
        )
            (await Open(On(day))).Should().Equal((stage, 1L, 0m));
    }

    [Fact]
    public async Task A_late_event_changes_the_past_from_its_instant_on_and_not_before()
    {
        var deal = TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(100) }).At("2026-02-01");
        await store.Show(deal);
        (await Open(On("2026-01-20"))).Should().Equal(("first-contact", 1L, 100m));

        await store.Show(deal.Late("2026-01-15", Amount(Roubles(900))).Late("2026-01-18", new AssignManager(Boris)));

        (await Open(On("2026-01-14"))).Should().Equal(("first-contact", 1L, 100m));
        (await Open(On("2026-01-15"))).Should().Equal(("first-contact", 1L, 900m));
        (await store.FunnelAt(On("2026-01-17"), source, Boris.Value)).Cells.Should().BeEmpty();
        (await store.FunnelAt(On("2026-01-17"), source, Anna.Value)).Cells.Should().ContainSingle();
        (await store.FunnelAt(On("2026-01-18"), source, Boris.Value)).Cells.Should().ContainSingle();
        (await store.FunnelAt(On("2026-01-18"), source, Anna.Value)).Cells.Should().BeEmpty();
    }

    [Fact]
    public async Task The_stages_default_weighs_until_a_probability_is_given_and_again_once_it_is_taken_back()
    {
        var deal = TestStore
            .Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(1000) })
            .At("2026-01-11")
            .Skipped()
            .At("2026-01-12")
            .Did(Probability(75))
            .At("2026-01-13")
            .Skipped()
            .At("2026-01-14")
            .Did(Probability(null));
        await store.Show(deal);

        async Task<decimal> Weighed(string day) =>
            (await store.FunnelAt(On(day + " 12:00"), source)).Cells.Single().Weighted;
        (await Weighed("2026-01-10")).Should().Be(100);
        (await Weighed("2026-01-11")).Should().Be(200);
        (await Weighed("2026-01-12")).Should().Be(750);
        (await Weighed("2026-01-13")).Should().Be(750);
        (await Weighed("2026-01-14")).Should().Be(400);
    }

    [Fact]
    public async Task Weighted_amounts_are_rounded_deal_by_deal_half_away_from_zero_to_the_minor_unit()
    {
        var yen = new Money(15, new Currency("JPY"));
        await store.Show(
            TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = yen }),
            TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = yen }),
            TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(0.05m) })
        );

        var cells = (await store.FunnelAt(Later, source)).Cells;
        cells.Single(x => x.Currency == "JPY").Weighted.Should().Be(4);
        cells.Single(x => x.Currency == "RUB").Weighted.Should().Be(0.01m);
    }

    [Fact]
    public async Task Unlike_currencies_are_never_added()
    {
        await store.Show(
            TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = Roubles(100) }),
            TestStore.Deal(source, "2026-01-10", x => x with { ExpectedAmount = Dollars(5) })
        );

        (await store.FunnelAt(Later, source))
            .Cells.Select(x => (x.Currency, x.Amount))
            .Should()
            .BeEquivalentTo([("RUB", 100m), ("USD", 5m)]);
    }

    [Fact]
    public async Task Reopening_brings_a_deal_back_into_its_stage_and_leaves_the_time_between_lost()
    {
        await store.Show(
            TestStore
                .Deal(source, "2026-01-10")
                .At("2026-01-12")
                .Skipped()
                .At("2026-01-15")
                .Did(Lose("price"))
                .At("2026-02-10")
                .Did(new ReopenDeal(Why))
        );

        (await store.FunnelAt(On("2026-01-31"), source)).Cells.Single().Status.Should().Be("lost");
        (await Open(On("2026-02-11"))).Should().Equal(("qualification", 1L, 0m));
    }

    private async Task<IEnumerable<(string?, long, decimal)>> Open(DateTimeOffset at) =>
        (await store.FunnelAt(at, source))
            .Cells.Where(x => x.Status == "open")
            .Select(x => (x.Stage, x.Count, x.Amount));
}
