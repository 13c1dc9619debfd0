using Crm.Projections.ReadModels.Operations;

namespace Crm.Projections.Tests.Reports;

/// <summary>A rebuild runs while the live report continues, says whether both are equal, and repairs differences.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> SixtyDeals = new(() =>
        TestStore.Prepared(new RandomStories(11).Many(60, 15))
    );
    private readonly TestStore store = new() { Template = () => SixtyDeals.Value };
    private readonly RandomStories world = new(12);

    public ValueTask InitializeAsync() => store.InitializeAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Every_report_is_equal_to_its_rebuild_which_leaves_nothing_behind()
    {
        foreach (var report in ReportRegistry.Names)
        {
            List<double> progress = [];
            var verdict = await store.Rebuild.Run(
                report,
                share =>
                {
                    progress.Add(share);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );

            verdict
                .Should()
                .BeEquivalentTo(
                    new
                    {
                        Equal = true,
                        Replaced = false,
                        OnlyLiveCount = 0L,
                        OnlyRebuiltCount = 0L,
                    }
                );
            verdict.LiveRows.Should().BePositive().And.Be(verdict.RebuiltRows);
            progress.Should().BeInAscendingOrder().And.OnlyContain(x => x >= 0 && x <= 1);
            progress[^1].Should().Be(1);
        }

        (await store.Number("select count(*) from pg_namespace where nspname like 'rebuild%'")).Should().Be(0);
        (await store.Number("select count(*) from crm_events.mt_event_progression where name like '%rebuild%'"))
            .Should()
            .Be(0);
    }

    [Fact]
    public async Task A_stopped_report_is_not_called_equal_by_what_it_has_read()
    {
        await store.Daemon.StopAllAsync();
        await store.Save(world.Many(3, 5));
        var rebuild = new ReportRebuild(store.Connection, standstill: TimeSpan.FromMilliseconds(200));

        var ran = () =>
            rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None, reachesStore: true);

        (await ran.Should().ThrowAsync<ReportStoppedException>()).WithMessage(
            "sales-funnel:All is stopped at position *, and the store holds events up to *"
        );
        (await store.Number("select count(*) from pg_namespace where nspname like 'rebuild%'")).Should().Be(0);
    }

    [Fact]
    public async Task It_is_equal_while_events_are_written_all_the_time()
    {
        using var enough = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, 3)
            .Select(i => Task.Run(() => Write(new RandomStories(100 + i), enough.Token)))
            .ToArray();
        List<RebuildVerdict> verdicts = [];
        foreach (var report in ReportRegistry.Names)
            verdicts.Add(await store.Rebuild.Run(report, _ => Task.CompletedTask, CancellationToken.None));
        await enough.CancelAsync();

        verdicts.Should().OnlyContain(x => x.Equal);
        (await Task.WhenAll(writers)).Sum().Should().BePositive();
        await store.Show();
        foreach (var report in ReportRegistry.Names)
            (await store.Rebuild.Run(report, _ => Task.CompletedTask, CancellationToken.None)).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Damage_is_found_both_ways_and_repaired()
    {
        await store.Execute(
            "update crm.report_sales_funnel set weighted = 12345.67 where ctid = (select min(ctid) from crm.report_sales_funnel)"
        );
        await store.Execute(
            "insert into crm.report_sales_funnel select * from "
                + "crm.report_sales_funnel where ctid = (select max(ctid) from "
                + "crm.report_sales_funnel)"
        );

        var verdict = await store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None);

        verdict
            .Should()
            .BeEquivalentTo(
                new
                {
                    Equal = false,
                    Replaced = true,
                    OnlyLiveCount = 2L,
                    OnlyRebuiltCount = 1L,
                }
            );
        verdict.LiveRows.Should().Be(verdict.RebuiltRows + 1);
        verdict.OnlyLive.Should().Contain(x => x.Contains("12345.67"));
        (await store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Equal.Should()
            .BeTrue();
    }

    private static string GrossProfitState { get; } = $"crm.{GrossProfit.Stored.Table}_state";

    [Fact]
    public async Task A_lost_row_and_a_damaged_state_are_found_too()
    {
        await store.Execute(
            "delete from crm.report_lost_reasons where ctid = (select min(ctid) from crm.report_lost_reasons)"
        );
        await store.Execute(
            $"update {GrossProfitState} set state = jsonb_set(state, '{{timeline,kind}}', "
                + $"'\"other\"') where id = (select min(id::text)::uuid from {GrossProfitState})"
        );

        (await store.Rebuild.Run(LostReasons.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Equal = false,
                    Replaced = true,
                    OnlyLiveCount = 0L,
                    OnlyRebuiltCount = 1L,
                }
            );
        (await store.Rebuild.Run(GrossProfit.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Equal = false,
                    Replaced = true,
                    OnlyLiveCount = 1L,
                    OnlyRebuiltCount = 1L,
                }
            );
        foreach (var report in ReportRegistry.Names)
            (await store.Rebuild.Run(report, _ => Task.CompletedTask, CancellationToken.None)).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Readers_see_a_whole_report_at_all_times_even_when_it_is_replaced_during_writes()
    {
        await store.Execute("update crm.report_sales_funnel set stage = 'nowhere'");
        using var enough = new CancellationTokenSource();
        // Three: with one, on a fast machine, the report sometimes reaches the last event by itself.
        var writers = Enumerable
            .Range(0, 3)
            .Select(i => Task.Run(() => Write(new RandomStories(5 + i), enough.Token)))
            .ToArray();
        var reader = Task.Run(async () =>
        {
            var fewest = long.MaxValue;
            while (!enough.IsCancellationRequested)
                fewest = Math.Min(
                    fewest,
                    await store.Number("select count(distinct deal) from crm.report_sales_funnel")
                );
            return fewest;
        });
        var verdict = await store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None);
        await enough.CancelAsync();

        verdict.Replaced.Should().BeTrue();
        (await reader).Should().BeGreaterThanOrEqualTo(60);
        await Task.WhenAll(writers);
        await store.Show();
        (await store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Equal.Should()
            .BeTrue();
        (await store.Number("select count(*) from crm.report_sales_funnel where stage = 'nowhere'")).Should().Be(0);
    }

    [Fact]
    public async Task Without_a_daemon_it_compares_at_the_position_of_the_live_report()
    {
        await store.Daemon.StopAllAsync();
        var before = await store.Number(
            "select last_seq_id from crm_events.mt_event_progression where name = 'lost-reasons:All'"
        );
        await store.Save(world.Many(5, 10));

        var verdict = await store.Rebuild.Run(LostReasons.ReportName, _ => Task.CompletedTask, CancellationToken.None);

        verdict.Equal.Should().BeTrue();
        verdict.Position.Should().Be(before);
    }

    [Fact]
    public async Task A_table_whose_columns_stand_in_another_order_is_equal_all_the_same()
    {
        await store.Execute(
            "alter table crm.report_lost_reasons add column source2 varchar; update "
                + "crm.report_lost_reasons set source2 = source; alter table crm.report_lost_reasons drop "
                + "column source; "
                + "alter table crm.report_lost_reasons rename column source2 to source; alter table "
                + "crm.report_lost_reasons add column kind2 varchar; update crm.report_lost_reasons set "
                + "kind2 = kind; "
                + "alter table crm.report_lost_reasons drop column kind; alter table crm.report_lost_reasons rename column kind2 to kind"
        );
        await store.Show(world.Many(5, 20));

        (await store.Rebuild.Run(LostReasons.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Equal.Should()
            .BeTrue();
    }

    [Fact]
    public async Task One_at_a_time_and_what_a_killed_one_left_is_cleared()
    {
        await store.Execute(
            "create schema rebuild_sales_funnel; create table rebuild_sales_funnel.report_sales_funnel (junk int)"
        );
        await using var other = await store.Database.OpenConnectionAsync();
        await using (
            var take = new Npgsql.NpgsqlCommand(
                "select pg_advisory_lock(hashtextextended('rebuild_sales_funnel', 0))",
                other
            )
        )
            await take.ExecuteNonQueryAsync();
        await FluentActions
            .Awaiting(() => store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Should()
            .ThrowAsync<RebuildUnderWayException>();
        await using (var give = new Npgsql.NpgsqlCommand("select pg_advisory_unlock_all()", other))
            await give.ExecuteNonQueryAsync();

        (await store.Rebuild.Run(SalesFunnel.ReportName, _ => Task.CompletedTask, CancellationToken.None))
            .Equal.Should()
            .BeTrue();
    }

    private async Task<int> Write(RandomStories more, CancellationToken enough)
    {
        var stories = more.Many(20, 2);
        var rounds = 0;
        for (; !enough.IsCancellationRequested; rounds++)
        {
            foreach (var story in stories)
                more.Go(story, 1);
            await store.Save(stories);
        }

        return rounds;
    }
}
