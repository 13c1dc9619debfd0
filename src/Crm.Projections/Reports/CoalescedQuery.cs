namespace Crm.Projections.Reports;

/// <summary>
/// Those who ask at once share one look, but never one that began before they asked: it may not have seen what they have.
/// </summary>
/// <param name="look">What is asked; must not fail before its first await.</param>
public sealed class CoalescedQuery<T>(Func<Task<T>> look)
{
    private readonly Lock gate = new();
    private Task<T>? running;
    private Task<T>? next;

    public Task<T> Ask()
    {
        lock (gate)
        {
            if (next is not null)
                return next;
            return running is { IsCompleted: false } ? next = After(running) : running = look();
        }
    }

    private async Task<T> After(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<T> mine;
        lock (gate)
        {
            next = null;
            running = mine = look();
        }

        return await mine;
    }
}
