using Crm.Api.Reports;
using Crm.Projections.EventStore;
using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using Npgsql;

namespace Crm.Projections.Tests.Harness;

/// <summary>The real store on a database of its own, with its daemon, and the queries of the reports.</summary>
public sealed class TestStore : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<string>> Schema = new(ApplySchema);
    private static int sources;

    /// <summary>The sealed database that this store begins as a copy of: an empty one with the schema, unless a test has another.</summary>
    public Func<Task<string>> Template { get; init; } = () => Schema.Value;

    public string Connection { get; private set; } = "";
    public DocumentStore Store { get; private set; } = null!;
    public IProjectionDaemon Daemon { get; private set; } = null!;
    public NpgsqlDataSource Database { get; private set; } = null!;
    public FunnelQuery Funnel { get; private set; } = null!;
    public LostReasonsQuery Losses { get; private set; } = null!;
    public GrossProfitQuery Profit { get; private set; } = null!;
    public ReportRebuild Rebuild { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Connection = await Cluster.Copy(await Template());
        Database = NpgsqlDataSource.Create(Connection);
        // Small pages: every rebuild of a test needs several.
        (Funnel, Losses, Profit, Rebuild) = (
            new(Database),
            new(Database),
            new(Database),
            new(Connection, pageSize: 100)
        );
        Store = StoreOn(Connection, AutoCreate.None);
        Daemon = await Store.BuildProjectionDaemonAsync();
        await Daemon.StartAllAsync();
    }

    /// <summary>A sealed database with deals in it and every report up to date, to begin other stores from.</summary>
    public static async Task<string> Prepared(params IEnumerable<Story> stories)
    {
        var store = new TestStore();
        await store.InitializeAsync();
        await store.Show(stories);
        await store.DisposeAsync();
        await Cluster.Seal(store.Connection);
        return store.Connection;
    }

    private static async Task<string> ApplySchema()
    {
        var connection = await Cluster.NewDatabase();
        await using (var store = StoreOn(connection, AutoCreate.CreateOrUpdate))
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await Cluster.Seal(connection);
        return connection;
    }

    private static DocumentStore StoreOn(string connection, AutoCreate create) =>
        DocumentStore.For(o =>
        {
            CrmStore.Configure(o, connection, new Crm.Api.Deals.DealCards());
            o.AutoCreateSchemaObjects = create;
        });

    /// <summary>A source that no other test on this store has: its filter isolates tests.</summary>
    public static string NewSource() => $"source-{Interlocked.Increment(ref sources)}";

    /// <summary>A deal of the standard sale from a source.</summary>
    public static Story Deal(
        string source,
        string openedAt,
        Func<OpenDeal, OpenDeal>? with = null,
        DealProcess? kind = null
    ) => new(kind ?? ShippedKinds.StandardSale, On(openedAt), x => (with?.Invoke(x) ?? x) with { Source = source });

    /// <summary>Appends what is new, each deal in a commit of its own.</summary>
    public async Task Save(params IEnumerable<Story> stories)
    {
        foreach (var story in stories)
        {
            await using var session = Store.LightweightSession();
            var events = story.Unsaved();
            if (events.Length == 0)
                continue;
            if (events[0] is DealOpened)
                session.Events.StartStream<DealDocument>(story.Id.Value, events.Cast<object>());
            else
                session.Events.Append(story.Id.Value, events.Cast<object>());
            await session.SaveChangesAsync();
        }
    }

    /// <summary>Appends, and waits until every report has seen it.</summary>
    public async Task Show(params IEnumerable<Story> stories)
    {
        await Save(stories);
        var top = await Number($"select coalesce(max(seq_id), 0) from {StoreFormat.EventSchema}.mt_events");
        var positions = new ProjectionPositions(
            new ReportProgress(Database),
            new Crm.Api.Commands.ProjectionNotifier(
                Database,
                Microsoft.Extensions.Logging.Abstractions.NullLogger<Crm.Api.Commands.ProjectionNotifier>.Instance
            )
        );
        foreach (var report in ReportRegistry.Names)
            (await positions.Reach(ReportRegistry.ShardOf(report), top, Limit, CancellationToken.None))
                .Should()
                .BeTrue($"{report} reaches {top}");
    }

    public async Task<long> Number(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<int> Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public Task<FunnelSnapshot> FunnelAt(
        DateTimeOffset at,
        string? source = null,
        Guid? manager = null,
        string? kind = null
    ) =>
        Funnel.Snapshot(
            new ReportFilter(DealVisibility.Everything, kind, manager, null, source),
            at,
            at,
            CancellationToken.None
        );

    public async ValueTask DisposeAsync()
    {
        await Daemon.StopAllAsync();
        Daemon.Dispose();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }
}
