using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Crm.Projections.ReadModels;

/// <summary>
/// Cached values of the store by key, used until they are too old. A change on another host is visible after at most
/// that time, a change on this host at once.
/// </summary>
/// <param name="maximumAge">How long a value may be used.</param>
/// <param name="capacity">The cache is cleared when it holds more values.</param>
public sealed class RefreshingSnapshots<TKey, TValue>(TimeSpan maximumAge, int capacity, TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset Until)> known = new();
    private readonly Lock gate = new();
    private int changes;

    /// <summary>The value, unless it is unknown or too old.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isFresh = known.TryGetValue(key, out var found) && clock.GetUtcNow() < found.Until;
        value = found.Value;
        return isFresh;
    }

    /// <summary>The value loaded last, of any age; the default when none is cached.</summary>
    public TValue? Latest(TKey key) => known.TryGetValue(key, out var found) ? found.Value : default;

    /// <summary>The distinct keys whose values must be loaded.</summary>
    public TKey[] Missing(IEnumerable<TKey> keys) => [.. keys.Distinct().Where(key => !TryGet(key, out _))];

    /// <summary>
    /// Loads and caches values. Values that a concurrent change on this host may have made stale are returned but not
    /// cached.
    /// </summary>
    public async Task<TLoaded> Load<TLoaded>(
        Func<Task<TLoaded>> load,
        Func<TLoaded, IEnumerable<(TKey, TValue)>> values
    )
    {
        var (change, until) = (Volatile.Read(ref changes), clock.GetUtcNow() + maximumAge);
        var loaded = await load();
        lock (gate)
        {
            if (change != changes)
                return loaded;
            if (known.Count > capacity)
                known.Clear();
            foreach (var (key, value) in values(loaded))
                known[key] = (value, until);
        }

        return loaded;
    }

    /// <summary>Called after this host changed the value in the store.</summary>
    public void Invalidate(TKey key)
    {
        lock (gate)
        {
            changes++;
            known.TryRemove(key, out _);
        }
    }

    /// <summary>Called after this host changed the values of many keys.</summary>
    public void Invalidate(Func<TKey, bool> isChanged)
    {
        lock (gate)
        {
            changes++;
            foreach (var key in known.Keys.Where(isChanged))
                known.TryRemove(key, out _);
        }
    }
}
