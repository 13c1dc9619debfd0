using Marten;
using Marten.Events.Daemon.HighWater;
using Marten.Services;
using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>
/// Wakes the daemon after commits with events: at once after a quiet spell, then every 250 ms, or as soon as somebody waits for what
/// he has written. The fewer the pages, the less the reports take from the commands. The notice is not part of the commit, for
/// PostgreSQL lets commits that notify pass only one at a time; a notice lost with its host costs the daemon one slow poll (ADR 9).
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A semaphore whose wait handle nobody asks for holds nothing, and a "
        + "bell that rings while the host stops must not find it gone."
)]
public sealed class EventBell(NpgsqlDataSource database, ILogger<EventBell> log) : DocumentSessionListenerBase
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim impatient = new(0, 1);
    private int wanted;
    private int ringing;

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (commit.GetEvents().Any())
            Ring();
        return Task.CompletedTask;
    }

    /// <summary>Somebody waits for a report to catch up: the pause ends.</summary>
    public void Hurry()
    {
        lock (impatient)
            if (impatient.CurrentCount == 0)
                impatient.Release();
    }

    /// <summary>Events were written that no session has seen.</summary>
    public void Ring()
    {
        Volatile.Write(ref wanted, 1);
        if (Interlocked.CompareExchange(ref ringing, 1, 0) == 0)
            _ = Task.Run(Loop);
    }

    private async Task Loop()
    {
        do
        {
            while (Interlocked.Exchange(ref wanted, 0) == 1)
            {
                await Notify();
                await Task.Delay(Breath);
                await impatient.WaitAsync(Pause - Breath);
            }

            Volatile.Write(ref ringing, 0);
        } while (Volatile.Read(ref wanted) == 1 && Interlocked.CompareExchange(ref ringing, 1, 0) == 0);
    }

    private async Task Notify()
    {
        try
        {
            await using var command = database.CreateCommand(
                $"select pg_notify('{PostgresqlListenWakeup.DefaultChannel}', '')"
            );
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            log.LogDebug(e, "The daemon was not woken; it looks by itself soon");
        }
    }
}
