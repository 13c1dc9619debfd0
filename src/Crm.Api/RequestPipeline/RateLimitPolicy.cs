using System.Globalization;
using System.Threading.RateLimiting;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// One rate limit: a token bucket per key, in the framework's partitioned limiter, which drops a bucket ten seconds
/// after it is full again and never earlier. So no number of other keys resets a count.
/// </summary>
/// <typeparam name="TKey">
/// What is counted. Its possible values bound the memory: whatever a client chooses freely must be mapped to few.
/// </typeparam>
public sealed class RateLimitPolicy<TKey> : IDisposable
    where TKey : notnull
{
    private readonly string name;
    private readonly string description;
    private readonly PartitionedRateLimiter<TKey> limiter;
    private int buckets;

    public RateLimitPolicy(string name, Quota quota, TimeProvider clock)
    {
        (this.name, Quota) = (name, quota);
        description = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota.Tokens};w={quota.Seconds}");
        Action onDispose = () => Interlocked.Decrement(ref buckets);
        Func<TKey, RateLimiter> create = _ =>
        {
            Interlocked.Increment(ref buckets);
            return new TokenBucketLimiter(quota, clock, onDispose);
        };
        limiter = PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.Get(key, create));
    }

    public Quota Quota { get; }

    /// <summary>Current number of buckets.</summary>
    internal int Buckets => Volatile.Read(ref buckets);

    /// <summary>
    /// Takes a token of the key's bucket and states the rest in the response; without a token the answer is 429.
    /// </summary>
    public void Take(HttpContext http, TKey key)
    {
        var level = LevelOf(key, 1);
        Announce(http, level);
        if (!level.Granted)
            throw new ProblemException(429, "rate.limited") { RetryAfterSeconds = Math.Max(1, level.Retry) };
    }

    /// <summary>The level of the key's bucket, without taking a token.</summary>
    public BucketLevel Peek(TKey key) => LevelOf(key, 0);

    /// <summary>
    /// The response states the level, the last one announced. The headers are written when the response starts, because a problem
    /// document clears those that were set before it.
    /// </summary>
    public void Announce(HttpContext http, BucketLevel level)
    {
        var isFirst = !http.Items.ContainsKey(typeof(BucketLevel));
        http.Items[typeof(BucketLevel)] = new KeyValuePair<string, string>(
            description,
            string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={level.Remaining};t={level.Reset}")
        );
        if (isFirst)
            http.Response.OnStarting(static state => WriteHeaders((HttpContext)state), http);
    }

    public void Dispose() => limiter.Dispose();

    private BucketLevel LevelOf(TKey key, int permits)
    {
        using var lease = limiter.AttemptAcquire(key, permits);
        return lease.TryGetMetadata(TokenBucketLimiter.Level, out var level)
            ? level
            : throw new InvalidOperationException("the lease does not state its level");
    }

    private static Task WriteHeaders(HttpContext http)
    {
        var (policy, level) = (KeyValuePair<string, string>)http.Items[typeof(BucketLevel)]!;
        http.Response.Headers["RateLimit-Policy"] = policy;
        http.Response.Headers["RateLimit"] = level;
        return Task.CompletedTask;
    }
}
