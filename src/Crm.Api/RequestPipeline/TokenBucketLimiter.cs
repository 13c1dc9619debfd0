using System.Threading.RateLimiting;

namespace Crm.Api.RequestPipeline;

/// <summary>Level of a token bucket.</summary>
/// <param name="Granted">A token was available.</param>
/// <param name="Remaining">Whole tokens left.</param>
/// <param name="Reset">Seconds until it is full again.</param>
/// <param name="Retry">Seconds until there is a token.</param>
public readonly record struct BucketLevel(bool Granted, int Remaining, int Reset, int Retry);

/// <summary>
/// A token bucket that fills evenly. <see cref="TokenBucketRateLimiter"/> measures time with the machine's stopwatch; this one uses the
/// host's <see cref="TimeProvider"/>, and its lease carries the <see cref="BucketLevel"/> that the response headers state.
/// </summary>
internal sealed class TokenBucketLimiter(Quota quota, TimeProvider clock, Action onDispose) : RateLimiter
{
    /// <summary>The metadata of every lease of this limiter.</summary>
    public static readonly MetadataName<BucketLevel> Level = MetadataName.Create<BucketLevel>("LEVEL");

    private readonly Lock gate = new();
    private readonly double perSecond = (double)quota.Tokens / quota.Seconds;
    private double tokens = quota.Tokens;
    private long filledAt = clock.GetTimestamp();
    private Action? onDispose = onDispose;

    /// <summary>
    /// For how long the bucket has been full; null while it is not. A full bucket holds no more information than a new one.
    /// </summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (gate)
            {
                var elapsed = clock.GetElapsedTime(filledAt);
                var surplus = tokens + elapsed.TotalSeconds * perSecond - quota.Tokens;
                return surplus < 0 ? null : TimeSpan.FromSeconds(surplus / perSecond);
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>By the framework's convention, zero permits take no token and only test for one.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            Fill();
            var granted = tokens >= Math.Max(1, permitCount);
            if (granted)
                tokens -= permitCount;
            return new Lease(
                new BucketLevel(granted, (int)tokens, SecondsFor(quota.Tokens - tokens), SecondsFor(1 - tokens))
            );
        }
    }

    /// <summary>There is no queue: a request that finds no token is refused, not kept waiting.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        int permitCount,
        CancellationToken cancellationToken
    ) => new(AttemptAcquireCore(permitCount));

    protected override void Dispose(bool disposing)
    {
        Interlocked.Exchange(ref onDispose, null)?.Invoke();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        if (now <= filledAt)
            return;
        tokens = Math.Min(quota.Tokens, tokens + clock.GetElapsedTime(filledAt, now).TotalSeconds * perSecond);
        filledAt = now;
    }

    /// <summary>Rounded up, so that a client that waits for as long is not refused again.</summary>
    private int SecondsFor(double missing) => (int)Math.Ceiling(Math.Max(0, missing) / perSecond);

    private sealed class Lease(BucketLevel level) : RateLimitLease
    {
        public override bool IsAcquired => level.Granted;

        public override IEnumerable<string> MetadataNames => [Level.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == Level.Name ? level : null;
            return metadata is not null;
        }
    }
}
