using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Crm.Projections.ReadModels;

/// <summary>
/// Values of the store that are kept in memory by key and used until they are too old: a change by another host is seen within that time, a
/// change by this host at once.
/// </summary>
/// <param name="maximumAge">How long a value is used.</param>
/// <param name="capacity">With more values than this all are loaded anew.</param>
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

    /// <summary>The value that was loaded last, however old; the default where none is kept.</summary>
    public TValue? Latest(TKey key) => known.TryGetValue(key, out var found) ? found.Value : default;

    /// <summary>The keys whose values must be loaded, each once.</summary>
    public TKey[] Missing(IEnumerable<TKey> keys) => [.. keys.Distinct().Where(key => !TryGet(key, out _))];

    /// <summary>Loads values and keeps them. What a change of this host may have made old is returned, not kept.</summary>
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

    /// <summary>This host has changed the value in the store.</summary>
    public void Invalidate(TKey key)
    {
        lock (gate)
        {
            changes++;
            known.TryRemove(key, out _);
        }
    }

    /// <summary>This host has changed the values of many keys.</summary>
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
