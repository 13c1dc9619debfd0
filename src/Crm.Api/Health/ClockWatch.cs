namespace Crm.Api.Health;

/// <summary>
/// Compares the host's clock with the database's at start and each minute. A host whose clock is off by more than
/// <see cref="ClockLimits.MaxDifference"/> stops in order, before it ejects others.
/// </summary>
public sealed class ClockWatch(DatabaseClock database, IHostApplicationLifetime lifetime, ILogger<ClockWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>As last measured, positive: ahead; null before the first measurement.</summary>
    public TimeSpan? Difference { get; private set; }

    /// <summary>The host stops because of its clock.</summary>
    public bool HasStoppedHost { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, database.Machine);
        do await Compare(stoppingToken);
        while (!HasStoppedHost && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Compare(CancellationToken ct)
    {
        try
        {
            Difference = await database.Difference(ct);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            log.LogDebug("The clocks were not compared: {Fault}", FaultLine.Of(e));
            return;
        }

        if (ClockLimits.Refuse(Difference.Value) is not { } reason)
            return;
        HasStoppedHost = true;
        log.LogCritical("{Reason}", reason);
        lifetime.StopApplication();
    }
}
