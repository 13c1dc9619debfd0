using Crm.Api.Operations;
using Crm.Projections.Migrations;
using Crm.Projections.Reports;

namespace Crm.Api.Startup;

/// <summary>
/// Before the first request: a report whose tables an earlier version has written is folded anew beside them, and takes their
/// place. Readers of the old numbers on the way see them whole.
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
                    if (!await shapes.HasRows(report, ct) || await Refold(name, ct))
                        await shapes.Set(name, report.ShapeDigest, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // A report that stands still is no reason for the company to: what it shows carries its position. The next start
                // tries again.
                log.LogError(e, "Report {Report} was written by an earlier version and could not be folded anew", name);
            }
        }
    }

    /// <summary>False when another host that started with this one is at it: then that one notes the shape.</summary>
    private async Task<bool> Refold(string name, CancellationToken ct)
    {
        try
        {
            var verdict = await rebuilds.Run(name, _ => Task.CompletedTask, ct);
            log.LogWarning(
                "Folded report {Report} anew, {Rows} rows: an earlier version had written it",
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
