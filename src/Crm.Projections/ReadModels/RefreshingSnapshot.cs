namespace Crm.Projections.ReadModels;

/// <summary>
/// A cached value of the store that is reloaded when it is too old. A change on another host is visible after at most
/// that time, a change on this host at once. The latest value can be read at any time without a query.
/// </summary>
/// <param name="load">Reads the value.</param>
/// <param name="maximumAge">How long a value may be used.</param>
public sealed class RefreshingSnapshot<T>(
    Func<CancellationToken, Task<T>> load,
    TimeSpan maximumAge,
    TimeProvider clock
)
    where T : class
{
    private volatile Loaded? loaded;
    private int changes;

    /// <summary>The value loaded last, of any age; null before the first load.</summary>
    public T? Latest => loaded?.Value;

    /// <summary>The value, reloaded when it is too old or was invalidated.</summary>
    public ValueTask<T> Get(CancellationToken ct) => Get(maximumAge, ct);

    /// <summary>The value with a given maximum age: for lookups of something that may have been added since.</summary>
    public ValueTask<T> Get(TimeSpan age, CancellationToken ct) =>
        loaded is { } known && known.Change == Volatile.Read(ref changes) && clock.GetUtcNow() < known.At + age
            ? new(known.Value)
            : new(Load(ct));

    /// <summary>Loads the current value from the store.</summary>
    public async Task<T> Load(CancellationToken ct)
    {
        // Read the counter before the query: a change during the query makes the result stale at once.
        var (change, at) = (Volatile.Read(ref changes), clock.GetUtcNow());
        var value = await load(ct);
        loaded = new Loaded(value, change, at);
        return value;
    }

    /// <summary>Called after this host changed the value in the store.</summary>
    public void Invalidate() => Interlocked.Increment(ref changes);

    private sealed record Loaded(T Value, int Change, DateTimeOffset At);
}
