using Crm.Projections.Reports;
using Npgsql;
using Wolverine.Runtime;

namespace Crm.Api.Telemetry;

/// <summary>
/// Queries the database every 15 s for values that no code path counts: the lag of the reports and the number of
/// waiting messages.
/// </summary>
internal sealed class MetricsSampler(
    CrmMetrics metrics,
    ReportProgress reports,
    IWolverineRuntime messages,
    TimeProvider clock,
    ILogger<MetricsSampler> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do await Sample(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Sample(CancellationToken ct)
    {
        try
        {
            foreach (var report in await reports.Find(ct))
                metrics.ReportLag(report.Name, report.Lag);
            var counts = await messages.Storage.Admin.FetchCountsAsync();
            metrics.QueueDepth("waiting", counts.Incoming);
            metrics.QueueDepth("leaving", counts.Outgoing);
            metrics.QueueDepth("scheduled", counts.Scheduled);
            metrics.QueueDepth("dead", counts.DeadLetter);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            log.LogDebug(e, "The lag of the reports and the depth of the queues could not be read");
        }
    }
}
