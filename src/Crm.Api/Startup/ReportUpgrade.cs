using Crm.Api.Operations;
using Crm.Api.Reports;
using Crm.Projections.Migrations;
using Crm.Projections.Reports;

namespace Crm.Api.Startup;

/// <summary>
/// Runs before the first request, for stores of builds that had no versions of reports: a report whose tables were written in another
/// shape is rebuilt next to them and then replaces them. A new version needs nothing here: it reads all events and answers afterwards
/// (<see cref="FirstCatchUp"/>).
/// </summary>
public sealed class ReportUpgrade(Rebuilds rebuilds, ReportShapes shapes, ILogger<ReportUpgrade> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken ct)
    {
        foreach (var stored in ReportRegistry.All)
        {
            var report = ReportRegistry.Make(stored.Name);
            try
            {
                while (await shapes.Find(stored, ct) != report.ShapeDigest)
                {
                    var found = await shapes.Contents(report, ct);
                    if (found == ReportContents.Unread)
                        break;
                    if (found == ReportContents.Empty || await Rebuild(stored.Name, ct))
                        await shapes.Set(stored, report.ShapeDigest, ct);
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // A stopped report must not stop the host: its answers state their position. The next start retries.
                log.LogError(
                    e,
                    "Report {Report} was written by an earlier version and could not be rebuilt",
                    stored.Name
                );
            }
        }
    }

    /// <summary>False when another host that is starting runs the same rebuild: that host records the shape.</summary>
    private async Task<bool> Rebuild(string name, CancellationToken ct)
    {
        try
        {
            log.LogWarning("Rebuilding report {Report}, which an earlier version wrote: this may take minutes", name);
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
