using System.Diagnostics;

namespace Crm.Testing;

/// <summary>
/// Long-running operations are polled, because the contract has no other way: every test does so here, at one interval and with one
/// time limit.
/// </summary>
public static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The operation that an answer names, when it has ended in one way or another.</summary>
    public static Task<Answer> Ended(this Api api, Answer accepted) => api.Followed(accepted, _ => false);

    /// <summary>The operation that an answer names, as soon as it has the expected state or has ended without it.</summary>
    public static async Task<Answer> Followed(this Api api, Answer accepted, Func<Answer, bool> seen)
    {
        Answer now = null!;
        await Until(async () =>
            seen(now = (await api.Get(accepted.Operation)).Must(200))
            || (string?)now["state"] is not ("queued" or "running")
        );
        return now;
    }

    /// <summary>For changes that can only be observed by polling.</summary>
    public static async Task Until(Func<Task<bool>> so)
    {
        for (var watch = Stopwatch.StartNew(); !await so(); await Task.Delay(Interval))
            if (watch.Elapsed > Limit)
                throw new TimeoutException($"not within {Limit}");
    }
}
