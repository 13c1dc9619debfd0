using Crm.Projections.ReadModels.Operations;
using JasperFx;
using Marten;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>A rebuild of the same report is already running, on this or another host.</summary>
public sealed class RebuildUnderWayException(string report)
    : InvalidOperationException($"{report} is being rebuilt already");

/// <summary>The live report does not move although events follow: it cannot be compared with all that the store holds.</summary>
public sealed class ReportStoppedException(string report, long position, long last)
    : InvalidOperationException($"{report} is stopped at position {position}, and the store holds events up to {last}");

/// <summary>
/// Rebuilds a report next to the live one, from the same events, in a schema of its own; readers use the live one
/// meanwhile. It replays exactly up to the live report's position, so it needs no shard of its own; the two are
/// compared in one snapshot at which both have processed the same events.
/// </summary>
/// <param name="pageSize">Number of events to read and write at once.</param>
/// <param name="standstill">How long the live report may stand still before it counts as stopped; 45 s when null.</param>
public sealed class ReportRebuild(string connection, int pageSize = 2000, TimeSpan? standstill = null)
{
    // Longer than the longest pause before a stopped report is restarted.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(45);
    private const int Attempts = 3;

    // A replay of thousands of events is faster without prepared plans (docs/performance.md, Rebuild).
    // Not pooled: the advisory lock lives as long as its connection.
    private readonly string own = new NpgsqlConnectionStringBuilder(connection)
    {
        MaxAutoPrepare = 0,
        ApplicationName = "crm-rebuild",
    }.ConnectionString;
    private readonly string alone = new NpgsqlConnectionStringBuilder(connection)
    {
        Pooling = false,
        ApplicationName = "crm-rebuild",
    }.ConnectionString;

    /// <param name="report">Name of the report, as in <see cref="ReportRegistry.Names"/>.</param>
    /// <param name="progress">Called with values from 0 to 1.</param>
    /// <param name="reachesStore">
    /// The verdict covers every event of the store at the start; for hosts that run the live report. Otherwise it covers what the live
    /// report has read.
    /// </param>
    /// <exception cref="ReportStoppedException">The live report does not get that far.</exception>
    public async Task<RebuildVerdict> Run(
        string report,
        Func<double, Task> progress,
        CancellationToken ct,
        bool reachesStore = false
    )
    {
        var schema = ReportRegistry.Of(report).RebuildSchema;
        await using var lockHolder = new NpgsqlConnection(alone);
        await lockHolder.OpenAsync(ct);
        if (!await Taken(lockHolder, schema, ct))
            throw new RebuildUnderWayException(report);
        await Drop(lockHolder, schema, ct); // Left over by a rebuild that was killed.
        try
        {
            return await BuildAndCompare(
                ReportRegistry.Make(report, StoreFormat.Schema),
                ReportRegistry.Make(report, schema),
                schema,
                progress,
                reachesStore,
                ct
            );
        }
        finally
        {
            await Drop(lockHolder, schema, CancellationToken.None);
        }
    }

    private async Task<RebuildVerdict> BuildAndCompare(
        IDealReport live,
        IDealReport built,
        string schema,
        Func<double, Task> progress,
        bool reachesStore,
        CancellationToken ct
    )
    {
        await using var store = DocumentStore.For(o =>
        {
            StoreFormat.ConfigureEvents(o, own);
            o.DatabaseSchemaName = schema;
            o.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            built.AddTables(o);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        var replay = new ReportReplay(store, built, pageSize);
        var comparison = new ReportComparison(own, live, built, replay);
        var last = reachesStore ? await comparison.LastEvent(ct) : 0;
        await comparison.CatchUp(x => progress(0.9 * x), ct);
        await comparison.AwaitLive(last, standstill ?? Standstill, ct);
        var first = await comparison.Verdict(ct);
        if (first.Equal)
        {
            await progress(1);
            return first;
        }

        // A batch in flight may overwrite the replacement with what it read before, so compare again and repeat if
        // necessary.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await comparison.Replace(ct);
            if ((await comparison.Verdict(ct)).Equal)
            {
                await progress(1);
                return first with { Replaced = true };
            }
        }

        throw new InvalidOperationException($"{live.Shard} differs from its rebuild again after it was replaced");
    }

    private static async Task<bool> Taken(NpgsqlConnection lockHolder, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", lockHolder)
        {
            Parameters = { new() { Value = schema } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Drop(NpgsqlConnection lockHolder, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"drop schema if exists {schema} cascade", lockHolder);
        await command.ExecuteNonQueryAsync(ct);
    }
}
