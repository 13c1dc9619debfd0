using Microsoft.Extensions.Time.Testing;

namespace Crm.Api.Tests.Clocks;

/// <summary>The clock of a machine that is wrong by <see cref="Shift"/>; its timers run when the test says so.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public FakeTimeProvider Timers { get; } = new();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;

    public override long GetTimestamp() => System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Timers.CreateTimer(callback, state, dueTime, period);
}
