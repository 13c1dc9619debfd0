using Marten;
using Marten.Events.Daemon.HighWater;
using Marten.Services;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>
/// Wakes the projection daemon after commits with events: at once after a quiet period, then every 250 ms, or as soon
/// as a reader waits for their own write. Fewer pages leave more capacity for commands. The notification is not part of
/// the commit, because PostgreSQL serializes commits that notify; a notification lost with its host costs the daemon
/// one slow poll (ADR 9).
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A semaphore whose wait handle nobody asks for holds nothing, and a "
        + "notification while the host stops must not find it disposed."
)]
public sealed class ProjectionNotifier(NpgsqlDataSource database, ILogger<ProjectionNotifier> log)
    : DocumentSessionListenerBase
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim expedited = new(0, 1);
    private int isRequested;
    private int isRunning;

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (commit.GetEvents().Any())
            Notify();
        return Task.CompletedTask;
    }

    /// <summary>A reader waits for a report to catch up: ends the current interval early.</summary>
    public void Expedite()
    {
        lock (expedited)
            if (expedited.CurrentCount == 0)
                expedited.Release();
    }

    /// <summary>Called after a commit with events that the session listener does not see.</summary>
    public void Notify()
    {
        Volatile.Write(ref isRequested, 1);
        if (Interlocked.CompareExchange(ref isRunning, 1, 0) == 0)
            _ = Task.Run(Loop);
    }

    private async Task Loop()
    {
        do
        {
            while (Interlocked.Exchange(ref isRequested, 0) == 1)
            {
                await Send();
                await Task.Delay(MinimumInterval);
                await expedited.WaitAsync(Interval - MinimumInterval);
            }

            Volatile.Write(ref isRunning, 0);
        } while (Volatile.Read(ref isRequested) == 1 && Interlocked.CompareExchange(ref isRunning, 1, 0) == 0);
    }

    private async Task Send()
    {
        try
        {
            await using var command = database.CreateCommand(
                $"select pg_notify('{PostgresqlListenWakeup.DefaultChannel}', '')"
            );
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is ObjectDisposedException || StoreFaults.IsOfStore(e))
        {
            log.LogDebug(e, "The projection daemon could not be notified; it polls soon");
        }
    }
}
