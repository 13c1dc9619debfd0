using Crm.Projections.ReadModels.Operations;
using JasperFx;
using Marten;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>A rebuild of the same report is already running, on this or another host.</summary>
public sealed class RebuildUnderWayException(string report)
    : InvalidOperationException($"{report} is being rebuilt already");

/// <summary>
/// Rebuilds a report next to the live one, from the same events, in a schema of its own; readers use the live one
/// meanwhile. It replays exactly up to the live report's position, so it needs no shard of its own; the two are
/// compared in one snapshot at which both have processed the same events.
/// </summary>
/// <param name="pageSize">Number of events to read and write at once.</param>
public sealed class ReportRebuild(string connection, int pageSize = 2000)
{
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
    public async Task<RebuildVerdict> Run(string report, Action<double> progress, CancellationToken ct)
    {
        var schema = "rebuild_" + report.Replace('-', '_');
        await using var authorizer = new NpgsqlConnection(alone);
        await authorizer.OpenAsync(ct);
        if (!await Taken(authorizer, schema, ct))
            throw new RebuildUnderWayException(report);
        await Drop(authorizer, schema, ct); // Left over by a rebuild that was killed.
        try
        {
            return await BuildAndCompare(
                ReportRegistry.Make(report, StoreFormat.Schema),
                ReportRegistry.Make(report, schema),
                schema,
                progress,
                ct
            );
        }
        finally
        {
            await Drop(authorizer, schema, CancellationToken.None);
        }
    }

    private async Task<RebuildVerdict> BuildAndCompare(
        IDealReport live,
        IDealReport built,
        string schema,
        Action<double> progress,
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
        await comparison.CatchUp(x => progress(0.9 * x), ct);
        var first = await comparison.Verdict(ct);
        if (first.Equal)
        {
            progress(1);
            return first;
        }

        // A batch in flight may overwrite the replacement with what it read before, so compare again and repeat if
        // necessary.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await comparison.Replace(ct);
            if ((await comparison.Verdict(ct)).Equal)
            {
                progress(1);
                return first with { Replaced = true };
            }
        }

        throw new InvalidOperationException($"{live.Shard} differs from its rebuild again after it was replaced");
    }

    private static async Task<bool> Taken(NpgsqlConnection authorizer, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", authorizer)
        {
            Parameters = { new() { Value = schema } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Drop(NpgsqlConnection authorizer, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"drop schema if exists {schema} cascade", authorizer);
        await command.ExecuteNonQueryAsync(ct);
    }
}
