using System.Diagnostics;
using Crm.Projections.ReadModels.Operations;
using Marten;
using Npgsql;

namespace Crm.Api.Operations;

/// <summary>
/// One run of an operation. It holds the operation by a lease that its heartbeat renews; a run that loses the lease stops, because
/// another host may go on with the operation.
/// </summary>
public sealed class OperationRun : IAsyncDisposable
{
    private readonly IDocumentStore store;
    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;
    private readonly TimeSpan term;
    private readonly CancellationTokenSource stop;
    private readonly Task heartbeat;

    public OperationRun(
        (IDocumentStore Store, NpgsqlDataSource Database, TimeProvider Clock) services,
        LongWork work,
        int number,
        TimeSpan term,
        CancellationToken ct
    )
    {
        (store, database, clock) = services;
        (Work, Number, this.term) = (work, number, term);
        stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        heartbeat = Beat();
    }

    public LongWork Work { get; }

    /// <summary>1 for the first run of the operation.</summary>
    public int Number { get; }

    /// <summary>Cancelled when the operation is cancelled or the lease is lost, and when the host stops.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Records the progress, from 0 to 1.</summary>
    /// <exception cref="OperationCanceledException">The run has lost the operation.</exception>
    public async Task Report(decimal progress)
    {
        await using var session = store.LightweightSession();
        if (
            await LongWorkLock.Take(session, Work.Id, Stopped) is not { State: "running" } work
            || !await WorkLeases.Renew(session, Work.Id, Number, term, Stopped)
        )
        {
            await stop.CancelAsync();
            throw new OperationCanceledException(Stopped);
        }

        (work.Progress, work.UpdatedAt) = (Math.Clamp(Math.Round(progress, 3), 0, 1), clock.GetUtcNow());
        session.Store(work);
        await session.SaveChangesAsync(Stopped);
    }

    /// <summary>Ends the operation and its lease in one commit; false when the run has lost it.</summary>
    public async Task<bool> End(Action<LongWork> change, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        if (
            await LongWorkLock.Take(session, Work.Id, ct) is not { State: "running" } work
            || !await WorkLeases.End(session, Work.Id, Number, ct)
        )
            return false;
        change(work);
        work.UpdatedAt = clock.GetUtcNow();
        session.Store(work);
        await session.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Gives the operation back; it is run again after the pause.</summary>
    public Task Release(TimeSpan pause, CancellationToken ct) =>
        WorkLeases.Release(database, Work.Id, Number, pause, ct);

    /// <summary>
    /// Renews the lease until the run ends. Without a database, also one that hangs, the run goes on for as long as its lease holds.
    /// </summary>
    private async Task Beat()
    {
        using var timer = new PeriodicTimer(term / 10);
        stop.CancelAfter(term);
        try
        {
            while (await timer.WaitForNextTickAsync(Stopped))
                await Renew();
        }
        catch (OperationCanceledException) when (Stopped.IsCancellationRequested) { }
    }

    /// <summary>Stops the run when it has lost the operation.</summary>
    private async Task Renew()
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            if (!await WorkLeases.Renew(database, Work.Id, Number, term, Stopped))
                await stop.CancelAsync();
            else if (term - Stopwatch.GetElapsedTime(begun) is var rest && rest > TimeSpan.Zero)
                stop.CancelAfter(rest);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            // The next beat tries again, until the lease has ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await heartbeat;
        stop.Dispose();
    }
}
