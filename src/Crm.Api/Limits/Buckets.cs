using System.Collections.Concurrent;
using System.Globalization;

namespace Crm.Api.Limits;

/// <summary>One bucket for each of those that are counted, of one policy.</summary>
public sealed class Buckets(string name, Quota quota, TimeProvider clock)
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, TokenBucket> buckets = new(StringComparer.Ordinal);

    private readonly string name = name;
    private readonly string rule = string.Create(
        CultureInfo.InvariantCulture,
        $"\"{name}\";q={quota.Tokens};w={quota.Seconds}"
    );

    public Quota Quota => quota;

    /// <summary>Takes a token of the caller's bucket and stamps the answer with what is left; without one it is 429.</summary>
    public void Take(HttpContext http, string key)
    {
        var level = Of(key).Take();
        Stamp(http, level);
        if (!level.Granted)
            throw new ProblemException(429, "rate.limited") { RetryAfterSeconds = Math.Max(1, level.Retry) };
    }

    /// <summary>Takes nothing.</summary>
    public Level Look(string key) => Of(key).Look();

    /// <summary>The answer says what is left. Written as it starts, for a problem clears the headers that were set before it.</summary>
    public void Stamp(HttpContext http, Level level)
    {
        var first = !http.Items.ContainsKey(typeof(Level));
        http.Items[typeof(Level)] = (Buckets: this, Level: level);
        if (first)
            http.Response.OnStarting(static state => Write((HttpContext)state), http);
    }

    private TokenBucket Of(string key)
    {
        if (buckets.TryGetValue(key, out var bucket))
            return bucket;
        if (buckets.Count >= Most)
            Forget();
        return buckets.GetOrAdd(key, _ => new TokenBucket(quota, clock));
    }

    /// <summary>A full bucket says no more than a new one. When all are in use the memory comes first.</summary>
    private void Forget()
    {
        foreach (var (key, bucket) in buckets)
            if (bucket.IsFull)
                buckets.TryRemove(key, out _);
        if (buckets.Count >= Most)
            buckets.Clear();
    }

    private static Task Write(HttpContext http)
    {
        var (buckets, level) = ((Buckets, Level))http.Items[typeof(Level)]!;
        http.Response.Headers["RateLimit-Policy"] = buckets.rule;
        http.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{buckets.name}\";r={level.Remaining};t={level.Reset}"
        );
        return Task.CompletedTask;
    }
}
