namespace Crm.Projections.Tests.Reports;

/// <summary>Answers from memory are the answers that the database would give.</summary>
public sealed class FunnelAnswersTests : IAsyncLifetime
{
    private static readonly ReportFilter Everything = new(DealVisibility.Everything, null);
    private readonly Books books = new();

    public ValueTask InitializeAsync() => books.InitializeAsync();

    public ValueTask DisposeAsync() => books.DisposeAsync();

    [Fact]
    public async Task The_same_question_at_the_same_position_reads_no_rows()
    {
        await books.Show(Books.Deal("web", "2026-01-10"));
        var first = await Now("2026-02-01");
        var again = await Now("2026-02-02");

        again.Cells.Should().Equal(first.Cells);
        again.At.Should().Be(On("2026-02-02"));
        books.Funnel.Reads.Should().Be(1);
        (await Now("2026-01-09")).Cells.Should().BeEmpty("a clock that went back asks about another stretch of time");
        books.Funnel.Reads.Should().Be(2);
    }

    [Fact]
    public async Task Now_is_read_anew_when_a_fact_lies_between_though_no_fact_was_recorded()
    {
        // A host whose clock is ahead may have recorded it: for this one it still lies in the future.
        await books.Show(Books.Deal("web", "2026-01-10"), Books.Deal("web", "2026-01-20"));

        (await Now("2026-01-15")).Cells.Single().Count.Should().Be(1);
        (await Now("2026-01-20")).Cells.Single().Count.Should().Be(2);
        (await Now("2026-01-19 23:59:59")).Cells.Single().Count.Should().Be(1);
    }

    [Fact]
    public async Task A_new_fact_and_a_late_one_are_shown_at_once()
    {
        var deal = Books.Deal("web", "2026-01-10").At("2026-02-01");
        await books.Show(deal);
        (await Now("2026-02-01")).Cells.Single().Amount.Should().Be(0);
        (await Then("2026-01-15")).Cells.Single().Amount.Should().Be(0);

        await books.Show(deal.Late("2026-01-12", Amount(Roubles(70))));
        (await Then("2026-01-15")).Cells.Single().Amount.Should().Be(70);
        (await Now("2026-02-01")).Cells.Single().Amount.Should().Be(70);

        await books.Show(deal.Did(Amount(Roubles(80))));
        (await Then("2026-01-15")).Cells.Single().Amount.Should().Be(70);
        (await Now("2026-02-02")).Cells.Single().Amount.Should().Be(80);
    }

    [Fact]
    public async Task A_rebuild_that_repaired_rows_is_shown_though_the_position_stayed()
    {
        await books.Show(Books.Deal("web", "2026-01-10", x => x with { ExpectedAmount = Roubles(10) }));
        await books.Execute("update crm.report_sales_funnel set amount = 99");
        var wrong = await Then("2026-01-15");
        wrong.Cells.Single().Amount.Should().Be(99);

        (await books.Rebuild.Run(SalesFunnel.ReportName, _ => { }, CancellationToken.None)).Replaced.Should().BeTrue();

        var right = await Then("2026-01-15");
        right.Cells.Single().Amount.Should().Be(10);
        right.Position.Should().Be(wrong.Position);
    }

    [Fact]
    public async Task Many_at_once_share_one_reading_and_nobody_gets_less_than_he_has_seen()
    {
        var deal = Books.Deal("web", "2026-01-10");
        await books.Show(deal);
        for (var round = 1; round <= 20; round++)
        {
            await books.Show(deal.Did(Amount(Roubles(round))));
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Now("2026-03-01"))));
            answers.Should().OnlyContain(x => x.Cells.Single().Amount == round);
        }

        books.Funnel.Reads.Should().BeLessThan(20 * 10);
    }

    [Fact]
    public async Task A_failed_reading_is_not_kept()
    {
        await books.Show(Books.Deal("web", "2026-01-10"));
        await books.Execute("alter table crm.report_sales_funnel rename to away");
        await FluentActions.Awaiting(() => Now("2026-02-01")).Should().ThrowAsync<Npgsql.PostgresException>();
        await books.Execute("alter table crm.away rename to report_sales_funnel");

        (await Now("2026-02-01")).Cells.Should().ContainSingle();
    }

    private Task<FunnelSnapshot> Now(string now) =>
        books.Funnel.Snapshot(Everything, null, On(now), CancellationToken.None);

    private Task<FunnelSnapshot> Then(string at) =>
        books.Funnel.Snapshot(Everything, On(at), Later, CancellationToken.None);
}
