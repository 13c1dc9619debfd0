namespace Crm.Api.OpenApi;

/// <summary>A value that is made at its first use, once, while all that need it wait. A failure is not kept.</summary>
internal sealed class Once<T>(Func<Task<T>> make)
{
    private Lazy<Task<T>> value = Start(make);

    /// <param name="ct">Ends the waiting, not the making: others may wait too.</param>
    public async Task<T> Get(CancellationToken ct)
    {
        var current = Volatile.Read(ref value);
        try
        {
            return await current.Value.WaitAsync(ct);
        }
        catch when (current.Value.IsFaulted)
        {
            Interlocked.CompareExchange(ref value, Start(make), current);
            throw;
        }
    }

    private static Lazy<Task<T>> Start(Func<Task<T>> make) => new(() => Task.Run(make));
}
