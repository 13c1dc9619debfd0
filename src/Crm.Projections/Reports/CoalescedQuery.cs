namespace Crm.Projections.Reports;

/// <summary>
/// Coalesces concurrent calls into one query. A caller never gets the result of a query that started before its call:
/// it may not include what the caller has seen.
/// </summary>
/// <param name="query">The query; must not fail before its first await.</param>
public sealed class CoalescedQuery<T>(Func<Task<T>> query)
{
    private readonly Lock gate = new();
    private Task<T>? running;
    private Task<T>? next;

    public Task<T> Run()
    {
        lock (gate)
        {
            if (next is not null)
                return next;
            return running is { IsCompleted: false } ? next = After(running) : running = query();
        }
    }

    private async Task<T> After(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<T> mine;
        lock (gate)
        {
            next = null;
            running = mine = query();
        }

        return await mine;
    }
}
