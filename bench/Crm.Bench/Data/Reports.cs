using System.Diagnostics;

namespace Crm.Bench.Data;

/// <summary>The funnel is read from a projection: it is measured only after it has caught up with the last write.</summary>
internal static class Reports
{
    private const string Funnel = "/reports/sales-funnel?mode=snapshot";

    /// <summary>Each request waits two seconds in the host and then gets 503 `projection.behind`.</summary>
    public static TimeSpan CatchUp(Func<SetupClient> open, long position)
    {
        using var setup = open();
        var started = Stopwatch.GetTimestamp();
        while (setup.Status(Funnel, position) is var status and not 200)
            if (status != 503 || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(2))
                throw new BenchException($"The funnel did not reach position {position}: {status}.");
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Open, won and lost deals together.</summary>
    public static int Counted(Func<SetupClient> open)
    {
        using var setup = open();
        return setup.Get(
            Funnel,
            static x => new[] { "open", "won", "lost" }.Sum(y => x.GetProperty(y).GetProperty("count").GetInt32())
        );
    }
}
