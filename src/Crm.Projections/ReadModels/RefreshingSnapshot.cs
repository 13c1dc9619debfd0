namespace Crm.Projections.ReadModels;

/// <summary>
/// A value of the store that is kept in memory and loaded again when it is too old: a change by another host is seen within that time, a
/// change by this host at once. The last value can be read at any time without a query.
/// </summary>
/// <param name="load">Reads the value.</param>
/// <param name="maximumAge">How long a value is used.</param>
public sealed class RefreshingSnapshot<T>(
    Func<CancellationToken, Task<T>> load,
    TimeSpan maximumAge,
    TimeProvider clock
)
    where T : class
{
    private volatile Loaded? loaded;
    private int changes;

    /// <summary>The value that was loaded last, however old; null before the first.</summary>
    public T? Latest => loaded?.Value;

    /// <summary>The value, loaded again when it is too old or this host has changed it.</summary>
    public ValueTask<T> Get(CancellationToken ct) => Get(maximumAge, ct);

    /// <summary>The value, at most as old as given: for what is not in it and may have come since.</summary>
    public ValueTask<T> Get(TimeSpan age, CancellationToken ct) =>
        loaded is { } known && known.Change == Volatile.Read(ref changes) && clock.GetUtcNow() < known.At + age
            ? new(known.Value)
            : new(Load(ct));

    /// <summary>The value as it is in the store now.</summary>
    public async Task<T> Load(CancellationToken ct)
    {
        // Counted before the query: a change that falls into it makes the result old at once.
        var (change, at) = (Volatile.Read(ref changes), clock.GetUtcNow());
        var value = await load(ct);
        loaded = new Loaded(value, change, at);
        return value;
    }

    /// <summary>This host has changed the value in the store.</summary>
    public void Invalidate() => Interlocked.Increment(ref changes);

    private sealed record Loaded(T Value, int Change, DateTimeOffset At);
}
