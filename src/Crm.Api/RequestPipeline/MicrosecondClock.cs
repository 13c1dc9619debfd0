namespace Crm.Api.RequestPipeline;

/// <summary>The host's clock, cut to whole microseconds: an inline model then equals its rebuild to the last digit.</summary>
public sealed class MicrosecondClock(TimeProvider inner) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Instant.Cut(inner.GetUtcNow());

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    public override long TimestampFrequency => inner.TimestampFrequency;
}
