namespace Crm.Api.Limits;

/// <summary>What a bucket answers.</summary>
/// <param name="Granted">A token was there.</param>
/// <param name="Remaining">Whole tokens left.</param>
/// <param name="Reset">Seconds until it is full again.</param>
/// <param name="Retry">Seconds until there is a token.</param>
public readonly record struct Level(bool Granted, int Remaining, int Reset, int Retry);

/// <summary>
/// A bucket that fills evenly. The framework's own limiter reads the machine's stopwatch; this one takes the host's clock, so
/// that a test moves it.
/// </summary>
public sealed class TokenBucket(Quota quota, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly double perSecond = (double)quota.Tokens / quota.Seconds;
    private double tokens = quota.Tokens;
    private long seen = clock.GetTimestamp();

    /// <summary>Takes one token, if there is one.</summary>
    public Level Take() => At(1);

    /// <summary>Says how full it is.</summary>
    public Level Look() => At(0);

    public bool IsFull => Look().Remaining == quota.Tokens;

    private Level At(int wanted)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (now > seen)
            {
                tokens = Math.Min(quota.Tokens, tokens + clock.GetElapsedTime(seen, now).TotalSeconds * perSecond);
                seen = now;
            }

            var granted = tokens >= 1;
            if (granted)
                tokens -= wanted;
            return new(granted, (int)tokens, Seconds(quota.Tokens - tokens), Seconds(1 - tokens));
        }
    }

    /// <summary>Rounded up: who comes back then is not sent away again.</summary>
    private int Seconds(double missing) => (int)Math.Ceiling(Math.Max(0, missing) / perSecond);
}
