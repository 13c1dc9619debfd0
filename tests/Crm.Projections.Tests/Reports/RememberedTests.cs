using Crm.Projections.EventStore;

namespace Crm.Projections.Tests.Reports;

/// <summary>A report remembers a deal from the first event on that it is about, and then knows all that was told of it before.</summary>
public sealed class RememberedTests(Books books) : IClassFixture<Books>
{
    private readonly string source = Books.NewSource();

    [Fact]
    public async Task Open_deals_are_known_to_the_funnel_alone_and_a_loss_far_from_its_opening_belongs_where_it_happened()
    {
        var deal = Books.Deal(source, "2026-01-05", x => x with { ExpectedAmount = Roubles(300) });
        await books.Show(deal);
        (await Remembered(deal)).Should().Equal(SalesFunnel.ReportName);
        await books.Show(deal.At("2026-01-10").Did(new AssignManager(Boris)));
        await books.Show(deal.At("2026-01-12").Did(Amount(Roubles(500))));
        (await Remembered(deal)).Should().Equal(SalesFunnel.ReportName);

        await books.Show(deal.At("2026-01-20").Did(Lose("price")));
        await books.Show(deal.At("2026-01-25").Did(new ReopenDeal(Why)).Did(new AssignManager(Anna)));

        (await Remembered(deal)).Should().Equal(SalesFunnel.ReportName, LostReasons.ReportName);
        var found = await books.Losses.Read(
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
            await books.Show(story);

        await Rebuilt();
        (await books.Number("select count(*) from crm.report_lost_reasons_state"))
            .Should()
            .BePositive()
            .And.BeLessThan(await books.Number("select count(*) from crm.report_sales_funnel_state"));
    }

    /// <summary>Live and rebuilt, whose pages are others, hold the same states and rows.</summary>
    private async Task Rebuilt()
    {
        foreach (var report in ReportRegistry.Names)
            (await books.Rebuild.Run(report, _ => { }, CancellationToken.None)).Equal.Should().BeTrue(report);
    }

    private async Task<List<string>> Remembered(Story deal)
    {
        List<string> found = [];
        foreach (var report in ReportRegistry.Names)
            if (
                await books.Number(
                    $"select count(*) from {ReportRegistry.Make(report, StoreFormat.Schema).States} where id = '{deal.Id.Value}'"
                ) > 0
            )
                found.Add(report);
        return found;
    }
}
