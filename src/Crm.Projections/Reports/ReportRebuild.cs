using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>What a rebuild found.</summary>
/// <param name="Equal">Live and rebuilt are equal, row by row and state by state.</param>
/// <param name="OnlyLive">Rows that only the live report has: some of them.</param>
/// <param name="Replaced">The live report was unequal and now is the rebuilt one.</param>
public sealed record RebuildVerdict(bool Equal, long LiveRows, long RebuiltRows, long OnlyLiveCount, long OnlyRebuiltCount, IReadOnlyList<string> OnlyLive, IReadOnlyList<string> OnlyRebuilt, long Position, bool Replaced);

/// <summary>
/// Builds a report anew beside the live one, from the same facts, in a schema of its own; readers keep the live one all the
/// while. Ends with a verdict taken in one snapshot at which both have seen the same facts.
/// </summary>
public sealed class ReportRebuild(string connection)
{
    public async Task<RebuildVerdict> Run(string report, Action<double> progress, CancellationToken ct)
    {
        var schema = "rebuild_" + report.Replace('-', '_');
        var shard = report + "~rebuild";
        ReportTables? built = null;
        var live = ReportBook.Add(new StoreOptions(), report, CrmStore.Schema);
        await Clean(schema, shard, ct);
        using var store = DocumentStore.For(o =>
        {
            // Whoever replays facts by the thousand is faster without prepared plans (performance.md section 5).
            CrmStore.Events(o, new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 0, ApplicationName = "crm-rebuild" }.ConnectionString);
            o.DatabaseSchemaName = schema;
            o.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            built = ReportBook.Add(o, report, schema, shard);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        progress(0.05);
        using var daemon = await store.BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync(shard, TimeSpan.FromMinutes(30), ct);
        progress(0.8);
        await daemon.StartAgentAsync(built!.Shard, ct);
        var comparison = new ReportComparison(connection, live, built);
        var verdict = await comparison.Verdict(ct);
        if (!verdict.Equal)
        {
            await comparison.Replace(ct);
            verdict = verdict with { Replaced = true };
        }

        progress(0.95);
        await daemon.StopAllAsync();
        await Clean(schema, shard, ct);
        progress(1);
        return verdict;
    }

    /// <summary>A dead shard's progress would look like a lagging one.</summary>
    private async Task Clean(string schema, string shard, CancellationToken ct)
    {
        await using var session = new NpgsqlConnection(connection);
        await session.OpenAsync(ct);
        await using var drop = new NpgsqlCommand($"drop schema if exists {schema} cascade", session);
        await drop.ExecuteNonQueryAsync(ct);
        await using var forget = new NpgsqlCommand("delete from crm_events.mt_event_progression where name like $1", session) { Parameters = { new() { Value = shard + "%" } } };
        await forget.ExecuteNonQueryAsync(ct);
    }
}
