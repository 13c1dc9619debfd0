using Crm.Projections.EventStore;

namespace Crm.Projections.Tests.Reports;

/// <summary>A report keeps a deal's state from the first event it handles on, and then includes everything recorded before.</summary>
public sealed class ReportStateTests(TestStore store) : IClassFixture<TestStore>
{
    private readonly string source = TestStore.NewSource();

    [Fact]
    public async Task Open_deals_are_known_to_the_funnel_alone_and_a_loss_far_from_its_opening_belongs_where_it_happened()
    {
        var deal = TestStore.Deal(source, "2026-01-05", x => x with { ExpectedAmount = Roubles(300) });
        await store.Show(deal);
        (await Remembered(deal)).Should().Equal(SalesFunnel.ReportName);
        await store.Show(deal.At("2026-01-10").Did(new AssignManager(Boris)));
        await store.Show(deal.At("2026-01-12").Did(Amount(Roubles(500))));
        (await Remembered(deal)).Should().Equal(SalesFunnel.ReportName);

        await store.Show(deal.At("2026-01-20").Did(Lose("price")));
        await store.Show(deal.At("2026-01-25").Did(new ReopenDeal(Why)).Did(new AssignManager(Anna)));

        (await Remembered(deal)).Should().Equal(SalesFunnel.ReportName, LostReasons.ReportName);
        var found = await store.Losses.Read(
            new(DealVisibility.Everything, null, Source: source),
            new(null, On("2026-01-21")),
            "manager",
            Later,
            CancellationToken.None
        );
        found.Cells.Should().Equal(new LossCell(Boris.ToString(), "RUB", 1, 500));
        await Rebuilt();
    }

    [Fact]
    public async Task In_one_page_or_in_many_it_is_the_same()
    {
        var stories = new RandomStories(23).Many(25, 12).ToArray();
        foreach (var story in stories)
            await store.Show(story);

        await Rebuilt();
        (await store.Number("select count(*) from crm.report_lost_reasons_state"))
            .Should()
            .BePositive()
            .And.BeLessThan(await store.Number("select count(*) from crm.report_sales_funnel_state"));
    }

    /// <summary>Live and rebuilt, whose page boundaries differ, hold the same states and rows.</summary>
    private async Task Rebuilt()
    {
        foreach (var report in ReportRegistry.Names)
            (await store.Rebuild.Run(report, _ => Task.CompletedTask, CancellationToken.None))
                .Equal.Should()
                .BeTrue(report);
    }

    private async Task<List<string>> Remembered(Story deal)
    {
        List<string> found = [];
        foreach (var report in ReportRegistry.Names)
            if (
                await store.Number(
                    $"select count(*) from {ReportRegistry.Make(report, StoreFormat.Schema).States} where id = '{deal.Id.Value}'"
                ) > 0
            )
                found.Add(report);
        return found;
    }
}
