using Crm.Api.Operations;
using Crm.Projections.Migrations;
using Crm.Projections.Reports;

namespace Crm.Api.Startup;

/// <summary>
/// Runs before the first request: a report whose tables were written by an earlier version is rebuilt next to them and
/// then replaces them. Until then readers get complete old numbers.
/// </summary>
public sealed class ReportUpgrade(Rebuilds rebuilds, ReportShapes shapes, ILogger<ReportUpgrade> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken ct)
    {
        foreach (var name in ReportRegistry.Names)
        {
            var report = ReportRegistry.Make(name);
            try
            {
                while (await shapes.Find(name, ct) != report.ShapeDigest)
                    if (!await shapes.HasRows(report, ct) || await Rebuild(name, ct))
                        await shapes.Set(name, report.ShapeDigest, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // A stopped report must not stop the host: its answers state their position. The next start retries.
                log.LogError(e, "Report {Report} was written by an earlier version and could not be rebuilt", name);
            }
        }
    }

    /// <summary>False when another host that is starting runs the same rebuild: that host records the shape.</summary>
    private async Task<bool> Rebuild(string name, CancellationToken ct)
    {
        try
        {
            var verdict = await rebuilds.Run(name, _ => Task.CompletedTask, ct);
            log.LogWarning(
                "Rebuilt report {Report}, {Rows} rows: an earlier version had written it",
                name,
                verdict.RebuiltRows
            );
            return true;
        }
        catch (RebuildUnderWayException)
        {
            await Task.Delay(Pause, ct);
            return false;
        }
    }
}
