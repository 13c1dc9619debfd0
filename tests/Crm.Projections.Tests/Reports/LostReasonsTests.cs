namespace Crm.Projections.Tests.Reports;

public sealed class LostReasonsTests(TestStore store) : IClassFixture<TestStore>
{
    private static readonly Period January = new(On("2026-01-01"), On("2026-02-01"));
    private static readonly Period February = new(On("2026-02-01"), On("2026-03-01"));
    private static readonly Period Quarter = new(On("2026-01-01"), On("2026-04-01"));
    private readonly string source = TestStore.NewSource();

    [Fact]
    public async Task The_stage_at_loss_is_the_one_of_the_loss_not_the_one_of_today()
    {
        var deal = TestStore
            .Deal(source, "2026-01-05")
            .At("2026-01-10")
            .Skipped()
            .At("2026-01-12")
            .Did(Lose("price"))
            .At("2026-02-10")
            .Did(new ReopenDeal(Why))
            .At("2026-02-12")
            .Skipped()
            .At("2026-02-14")
            .Did(Lose("timing"));
        await store.Show(deal);

        (await Lost(January, "stage")).Cells.Should().Equal(new LossCell("qualification", null, 1, 0));
        (await Lost(February, "stage")).Cells.Should().Equal(new LossCell("proposal", null, 1, 0));
    }

    [Fact]
    public async Task January_keeps_its_loss_and_the_quarter_does_not_show_it()
    {
        await store.Show(
            TestStore
                .Deal(source, "2026-01-05", x => x with { ExpectedAmount = Roubles(300) })
                .At("2026-01-20")
                .Did(Lose("price"))
                .At("2026-02-10")
                .Did(new ReopenDeal(Why))
        );

        var january = await Lost(January);
        january.Cells.Should().Equal(new LossCell("price", "RUB", 1, 300));
        january.Reopened.Should().Be(0);
        var quarter = await Lost(Quarter);
        quarter.Cells.Should().BeEmpty();
        quarter.Reopened.Should().Be(1);
    }

    [Fact]
    public async Task A_deal_lost_twice_counts_once_with_its_last_reason_and_the_earlier_one_is_kept_where_it_was_in_force()
    {
        await store.Show(
            TestStore
                .Deal(source, "2026-01-05")
                .At("2026-01-20")
                .Did(Lose("price"))
                .At("2026-02-10")
                .Did(new ReopenDeal(Why))
                .At("2026-02-20")
                .Did(Lose("timing"))
        );

        (await Lost(January)).Cells.Should().Equal(new LossCell("price", null, 1, 0));
        var quarter = await Lost(Quarter);
        quarter.Cells.Should().Equal(new LossCell("timing", null, 1, 0));
        quarter.Reopened.Should().Be(1);
    }

    [Fact]
    public async Task All_at_one_instant_still_counts_once()
    {
        var deal = TestStore.Deal(source, "2026-01-05");
        deal.Now = On("2026-01-10");
        deal.Did(Lose("price"));
        deal.Now = On("2026-01-10");
        deal.Did(new ReopenDeal(Why));
        deal.Now = On("2026-01-10");
        deal.Did(Lose("timing"));
        await store.Show(deal);

        var found = await store.Losses.Read(
            Mine,
            new Period(null, null),
            "reason",
            On("2026-01-10"),
            CancellationToken.None
        );
        found.Cells.Should().Equal(new LossCell("timing", null, 1, 0));
        found.Reopened.Should().Be(1);
    }

    [Fact]
    public async Task A_period_that_is_not_over_ends_now()
    {
        await store.Show(
            TestStore
                .Deal(source, "2026-01-05")
                .At("2026-01-20")
                .Did(Lose("price"))
                .At("2026-02-10")
                .Did(new ReopenDeal(Why))
        );

        (await store.Losses.Read(Mine, Quarter, "reason", On("2026-01-19"), CancellationToken.None))
            .Cells.Should()
            .BeEmpty();
        (await store.Losses.Read(Mine, Quarter, "reason", On("2026-01-20"), CancellationToken.None))
            .Cells.Should()
            .ContainSingle();
        (await store.Losses.Read(Mine, Quarter, "reason", On("2026-02-09"), CancellationToken.None))
            .Cells.Should()
            .ContainSingle();
        (await store.Losses.Read(Mine, Quarter, "reason", On("2026-02-10"), CancellationToken.None))
            .Cells.Should()
            .BeEmpty();
    }

    [Fact]
    public async Task A_loss_belongs_to_the_manager_of_that_time_even_when_recorded_late()
    {
        var deal = TestStore.Deal(source, "2026-01-05").At("2026-01-20").Did(Lose("price")).At("2026-02-01");
        await store.Show(deal);
        (await Lost(January, "manager")).Cells.Single().Key.Should().Be(Anna.ToString());

        await store.Show(deal.Late("2026-01-10", new AssignManager(Boris)).Did(new AssignManager(Anna)));

        (await Lost(January, "manager")).Cells.Single().Key.Should().Be(Boris.ToString());
    }

    [Fact]
    public async Task A_won_deal_is_no_loss_and_unlike_currencies_stay_apart()
    {
        var won = TestStore
            .Deal(source, "2026-01-05", x => x with { Client = Acme }, ShippedKinds.Simple)
            .At("2026-01-06")
            .Did(new CloseDeal(Outcome.Won, null, null, null, null));
        await store.Show(
            won,
            TestStore.Deal(source, "2026-01-05", x => x with { ExpectedAmount = Roubles(3) }).Did(Lose("price")),
            TestStore.Deal(source, "2026-01-05", x => x with { ExpectedAmount = Dollars(4) }).Did(Lose("price"))
        );

        (await Lost(January))
            .Cells.Should()
            .BeEquivalentTo([new LossCell("price", "RUB", 1, 3), new LossCell("price", "USD", 1, 4)]);
    }

    [Fact]
    public async Task Only_known_keys_reach_the_statement() =>
        await FluentActions
            .Awaiting(() => Lost(January, "reason; drop table crm.report_lost_reasons"))
            .Should()
            .ThrowAsync<ArgumentOutOfRangeException>();

    private ReportFilter Mine => new(DealVisibility.Everything, null, null, null, source);

    private Task<LossSummary> Lost(Period period, string by = "reason") =>
        store.Losses.Read(Mine, period, by, Later, CancellationToken.None);
}
