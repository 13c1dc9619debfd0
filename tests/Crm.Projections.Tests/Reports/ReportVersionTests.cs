using Crm.Projections.EventStore;
using JasperFx;
using JasperFx.Events.Projections;
using Marten;

namespace Crm.Projections.Tests.Reports;

/// <summary>Versions of a report are stored apart: two builds never write the same state.</summary>
public sealed class ReportVersionTests : IAsyncLifetime
{
    private static readonly StoredReport Next = new(SalesFunnel.ReportName, 2);
    private readonly TestStore store = new();
    private readonly RandomStories world = new(77);

    public ValueTask InitializeAsync() => store.InitializeAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(1, "report_sales_funnel", "sales-funnel:All", "rebuild_sales_funnel", "report:sales-funnel")]
    [InlineData(2, "report_sales_funnel_2", "sales-funnel:V2:All", "rebuild_sales_funnel_2", "report:sales-funnel:2")]
    public void Stored_names_carry_the_version_from_the_second_one(
        uint version,
        string table,
        string shard,
        string rebuild,
        string shape
    )
    {
        var stored = new StoredReport(SalesFunnel.ReportName, version);
        (stored.Table, stored.Shard, stored.RebuildSchema, stored.ShapeId).Should().Be((table, shard, rebuild, shape));
        var report = new SalesFunnel("crm", stored);
        (report.Rows, report.States, report.Shard, report.Name)
            .Should()
            .Be(($"crm.{table}", $"crm.{table}_state", shard, "sales-funnel"));
    }

    [Fact]
    public async Task Two_builds_read_the_same_events_into_tables_and_positions_of_their_own()
    {
        await store.Show(world.Many(10, 8));
        var report = new SalesFunnel("crm", Next);
        await using var newer = DocumentStore.For(o =>
        {
            StoreFormat.ConfigureEvents(o, store.Connection);
            o.DatabaseSchemaName = StoreFormat.Schema;
            o.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            report.AddTables(o);
            o.Projections.Add(report, ProjectionLifecycle.Async);
        });
        await newer.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        using var daemon = await newer.BuildProjectionDaemonAsync();
        await daemon.StartAllAsync();

        await store.Show(world.Many(10, 8));
        await daemon.WaitForNonStaleData(TimeSpan.FromSeconds(30));
        await daemon.StopAllAsync();

        (
            await store.Number(
                "select count(distinct last_seq_id) * 10 + count(*) from crm_events.mt_event_progression "
                    + "where name in ('sales-funnel:All', 'sales-funnel:V2:All')"
            )
        )
            .Should()
            .Be(12, "both are at the last event");
        var columns = report.Columns;
        (await store.Number($"select count(*) from {report.Rows}")).Should().BePositive();
        (
            await store.Number(
                $"select count(*) from ((select {columns} from {report.Rows} except all select {columns} from crm.report_sales_funnel) "
                    + $"union all (select {columns} from crm.report_sales_funnel except all select {columns} from {report.Rows})) d"
            )
        )
            .Should()
            .Be(0);
    }
}
