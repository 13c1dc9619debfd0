namespace Crm.Projections.Tests.Reports;

/// <summary>Cached answers equal the answers of the database.</summary>
public sealed class FunnelAnswersTests : IAsyncLifetime
{
    private static readonly ReportFilter Everything = new(DealVisibility.Everything, null);
    private readonly TestStore store = new();

    public ValueTask InitializeAsync() => store.InitializeAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task The_same_question_at_the_same_position_reads_no_rows()
    {
        await store.Show(TestStore.Deal("web", "2026-01-10"));
        var first = await Now("2026-02-01");
        var again = await Now("2026-02-02");

        again.Cells.Should().Equal(first.Cells);
        again.At.Should().Be(On("2026-02-02"));
        store.Funnel.Reads.Should().Be(1);
        (await Now("2026-01-09")).Cells.Should().BeEmpty("a clock that went back asks about another stretch of time");
        store.Funnel.Reads.Should().Be(2);
    }

    [Fact]
    public async Task The_present_is_recalculated_when_an_event_lies_between_though_none_was_recorded()
    {
        // A host whose clock is ahead may have recorded it: for this host it is still in the future.
        await store.Show(TestStore.Deal("web", "2026-01-10"), TestStore.Deal("web", "2026-01-20"));

        (await Now("2026-01-15")).Cells.Single().Count.Should().Be(1);
        (await Now("2026-01-20")).Cells.Single().Count.Should().Be(2);
        (await Now("2026-01-19 23:59:59")).Cells.Single().Count.Should().Be(1);
    }

    [Fact]
    public async Task A_new_event_and_a_late_one_are_shown_at_once()
    {
        var deal = TestStore.Deal("web", "2026-01-10").At("2026-02-01");
        await store.Show(deal);
        (await Now("2026-02-01")).Cells.Single().Amount.Should().Be(0);
        (await Then("2026-01-15")).Cells.Single().Amount.Should().Be(0);

        await store.Show(deal.Late("2026-01-12", Amount(Roubles(70))));
        (await Then("2026-01-15")).Cells.Single().Amount.Should().Be(70);
        (await Now("2026-02-01")).Cells.Single().Amount.Should().Be(70);

        await store.Show(deal.Did(Amount(Roubles(80))));
        (await Then("2026-01-15")).Cells.Single().Amount.Should().Be(70);
        (await Now("2026-02-02")).Cells.Single().Amount.Should().Be(80);
    }

    [Fact]
    public async Task A_rebuild_that_repaired_rows_is_shown_though_the_position_stayed()
    {
        await store.Show(TestStore.Deal("web", "2026-01-10", x => x with { ExpectedAmount = Roubles(10) }));
        await store.Execute("update crm.report_sales_funnel set amount = 99");
        var wrong = await Then("2026-01-15");
        wrong.Cells.Single().Amount.Should().Be(99);

        (await store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Replaced.Should()
            .BeTrue();

        var right = await Then("2026-01-15");
        right.Cells.Single().Amount.Should().Be(10);
        right.Position.Should().Be(wrong.Position);
    }

    [Fact]
    public async Task Parallel_callers_share_one_query_and_never_see_an_older_state()
    {
        var deal = TestStore.Deal("web", "2026-01-10");
        await store.Show(deal);
        for (var round = 1; round <= 20; round++)
        {
            await store.Show(deal.Did(Amount(Roubles(round))));
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Now("2026-03-01"))));
            answers.Should().OnlyContain(x => x.Cells.Single().Amount == round);
        }

        store.Funnel.Reads.Should().BeLessThan(20 * 10);
    }

    [Fact]
    public async Task A_failed_reading_is_not_kept()
    {
        await store.Show(TestStore.Deal("web", "2026-01-10"));
        await store.Execute("alter table crm.report_sales_funnel rename to away");
        await FluentActions.Awaiting(() => Now("2026-02-01")).Should().ThrowAsync<Npgsql.PostgresException>();
        await store.Execute("alter table crm.away rename to report_sales_funnel");

        (await Now("2026-02-01")).Cells.Should().ContainSingle();
    }

    private Task<FunnelSnapshot> Now(string now) =>
        store.Funnel.Snapshot(Everything, null, On(now), CancellationToken.None);

    private Task<FunnelSnapshot> Then(string at) =>
        store.Funnel.Snapshot(Everything, On(at), Later, CancellationToken.None);
}
