using System.Diagnostics;
using Crm.Projections.Reports;
using JasperFx;
using Npgsql;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace Crm.Api.Reports;

/// <summary>
/// Restarts reports of this host that an error has stopped: after 1 s, then after twice the time before, up to 30 s. Wolverine
/// restarts them only where another host could take them; a host that is alone would wait for its own restart.
/// </summary>
public sealed class ReportRestarter(IWolverineRuntime runtime, ReportProgress progress, ILogger<ReportRestarter> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A report that has run for so long has passed the page that stopped it.</summary>
    private static readonly TimeSpan Recovered = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Uri, Downtime> downtimes = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var (uri, agent) in ((WolverineRuntime)runtime).NodeController?.Agents.ToArray() ?? [])
                if (agent is IEventSubscriptionAgent report)
                    await Check(uri, report, stoppingToken);
    }

    private async Task Check(Uri uri, IEventSubscriptionAgent report, CancellationToken ct)
    {
        var known = downtimes.GetValueOrDefault(uri);
        if (report.Status == AgentStatus.Running)
        {
            if (
                known is not null
                && (Stopwatch.GetElapsedTime(known.Since) > Recovered || await Position(uri, ct) > known.Position)
            )
                downtimes.Remove(uri);
            return;
        }

        if (report.Failure is not { } failure)
            return;
        known ??= downtimes[uri] = new(0, Stopwatch.GetTimestamp(), long.MaxValue);
        if (Stopwatch.GetElapsedTime(known.Since) < PauseAfter(known.Restarts))
            return;
        log.LogWarning(
            "{Report} stopped ({Category}, {Exception}); restart {Restart}",
            uri,
            failure.Category,
            failure.RootExceptionType,
            known.Restarts + 1
        );
        downtimes[uri] = new(known.Restarts + 1, Stopwatch.GetTimestamp(), await Position(uri, ct) ?? known.Position);
        await Restart(uri, report, ct);
    }

    private async Task Restart(Uri uri, IEventSubscriptionAgent report, CancellationToken ct)
    {
        try
        {
            await report.StopAsync(ct);
            await report.StartAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("{Report} was not restarted: {Fault}", uri, FaultLine.Of(e));
        }
    }

    /// <summary>The position of the report; null while the database does not answer.</summary>
    private async Task<long?> Position(Uri uri, CancellationToken ct)
    {
        try
        {
            var name = ReportRegistry.Names.Single(x => uri.AbsolutePath.Contains($"/{x}/", StringComparison.Ordinal));
            return (await progress.All(ct)).GetValueOrDefault(ReportRegistry.ShardOf(name));
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            return null;
        }
    }

    private static TimeSpan PauseAfter(int restarts) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(restarts, 10)));

    /// <param name="Since">When it was last restarted, or first found stopped.</param>
    /// <param name="Position">The report's position then.</param>
    private sealed record Downtime(int Restarts, long Since, long Position);
}
