namespace Crm.Api.Problems;

/// <summary>Remembers that the database has refused a write, so that the host is not ready meanwhile.</summary>
public sealed class WriteFaults(TimeProvider clock)
{
    /// <summary>After this time the host is ready again, and the next write decides.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(10);

    private long? last;
    private readonly Lock gate = new();

    /// <summary>Whether a write was refused within the last ten seconds.</summary>
    public bool IsRecent
    {
        get
        {
            lock (gate)
                return last is { } then && clock.GetElapsedTime(then) < RememberedFor;
        }
    }

    public void Report()
    {
        lock (gate)
            last = clock.GetTimestamp();
    }
}
