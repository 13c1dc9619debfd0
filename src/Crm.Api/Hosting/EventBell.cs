using Marten;
using Marten.Events.Daemon.HighWater;
using Marten.Services;
using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>
/// Wakes the daemon after commits with facts: at once after a quiet spell, then at most ten times a second. The notice is not
/// part of the commit, for PostgreSQL lets commits that notify pass only one at a time; a notice lost with its host costs the
/// daemon one slow poll (ADR 0009).
/// </summary>
public sealed class EventBell(NpgsqlDataSource database, ILogger<EventBell> log) : DocumentSessionListenerBase
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private int wanted;
    private int ringing;

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (commit.GetEvents().Any()) Ring();
        return Task.CompletedTask;
    }

    private void Ring()
    {
        Volatile.Write(ref wanted, 1);
        if (Interlocked.CompareExchange(ref ringing, 1, 0) == 0) _ = Task.Run(Loop);
    }

    private async Task Loop()
    {
        do
        {
            while (Interlocked.Exchange(ref wanted, 0) == 1)
            {
                await Notify();
                await Task.Delay(Pause);
            }

            Volatile.Write(ref ringing, 0);
        }
        while (Volatile.Read(ref wanted) == 1 && Interlocked.CompareExchange(ref ringing, 1, 0) == 0);
    }

    private async Task Notify()
    {
        try
        {
            await using var command = database.CreateCommand($"select pg_notify('{PostgresqlListenWakeup.DefaultChannel}', '')");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            log.LogDebug(e, "The daemon was not woken; it looks by itself soon");
        }
    }
}
