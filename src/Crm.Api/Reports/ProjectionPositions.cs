using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>
/// Waits until a projection has seen a position. One poller per process, alive only while somebody waits, one query for all of
/// them; it works when the shard runs on another host too.
/// </summary>
public sealed class ProjectionPositions(ReportProgress progress, ProjectionNotifier notifier)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private readonly Lock gate = new();
    private readonly List<(string Shard, long Position, TaskCompletionSource Done)> waiting = [];
    private bool running;

    public async Task<bool> Reach(string shard, long position, TimeSpan limit, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((shard, position, done));
            if (!running)
            {
                running = true;
                _ = Task.Run(Poll, CancellationToken.None);
            }
        }

        try
        {
            await done.Task.WaitAsync(limit, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (gate)
                waiting.RemoveAll(x => x.Done == done);
        }
    }

    private async Task Poll()
    {
        while (true)
        {
            var now = await ReadPositions();
            notifier.Expedite();
            lock (gate)
            {
                foreach (var one in waiting)
                    if (now.TryGetValue(one.Shard, out var at) && at >= one.Position)
                        one.Done.TrySetResult();
                waiting.RemoveAll(x => x.Done.Task.IsCompleted);
                if (waiting.Count == 0)
                {
                    running = false;
                    return;
                }
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<Dictionary<string, long>> ReadPositions()
    {
        try
        {
            return await progress.All(CancellationToken.None);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            return []; // The database is away for a moment: those who wait have a limit of their own.
        }
    }
}
