namespace Crm.Api.Access;

/// <summary>Writes counted denials every few seconds and when the host stops.</summary>
public sealed class DenialCountsWriter(DenialLog denials, TimeProvider clock) : BackgroundService
{
    /// <summary>What a killed host loses at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await denials.WriteCounts(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await denials.WriteCounts(CancellationToken.None); // What is being written would be lost.
    }
}
