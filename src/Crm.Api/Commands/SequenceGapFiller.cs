using System.Diagnostics;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>
/// Fills numbers of the event sequence that stay missing for 3 s, so that a backend that was killed in the middle of a command holds no
/// report up for longer.
/// </summary>
public sealed class SequenceGapFiller(SequenceGaps gaps, ProjectionNotifier notifier, ILogger<SequenceGapFiller> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>When a number was first found missing, by a clock that no one sets.</summary>
    private readonly Dictionary<long, long> missingSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (StoreFaults.IsOfStore(e))
            {
                log.LogDebug("Gaps of the event sequence were not checked: {Fault}", FaultLine.Of(e));
            }
    }

    private async Task Run(CancellationToken ct)
    {
        var missing = await gaps.FindMissing(ct);
        foreach (var number in missingSince.Keys.Except(missing).ToArray())
            missingSince.Remove(number);
        var isFilled = false;
        foreach (var number in missing)
        {
            missingSince.TryAdd(number, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(missingSince[number]) < Patience || !await gaps.Fill(number, ct))
                continue;
            isFilled = true;
            log.LogWarning("Event number {Number} was drawn and never written; a tombstone takes its place", number);
        }

        if (isFilled)
            notifier.Notify();
    }
}
