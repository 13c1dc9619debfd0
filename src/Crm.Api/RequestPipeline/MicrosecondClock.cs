namespace Crm.Api.RequestPipeline;

/// <summary>
/// The host's clock, truncated to whole microseconds, so that an inline read model equals its rebuild exactly.
/// </summary>
public sealed class MicrosecondClock(TimeProvider inner) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Instant.Cut(inner.GetUtcNow());

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    public override long TimestampFrequency => inner.TimestampFrequency;
}
