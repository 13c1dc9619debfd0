using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>
/// The present instant for a report: that of the host, or of the newest event that the report has processed if that is later, because
/// another host's clock is ahead (ADR 74).
/// </summary>
public sealed class ReportClock(TimeProvider clock, NewestEvents newest)
{
    public async ValueTask<DateTimeOffset> Now(string report, CancellationToken ct) =>
        Later(clock.GetUtcNow(), await newest.Find(report, ct));

    /// <summary>The present instant for what was read at a position.</summary>
    public async ValueTask<DateTimeOffset> NowAt(string report, long position, CancellationToken ct) =>
        Later(clock.GetUtcNow(), await newest.UpTo(report, position, ct));

    /// <summary>Reads what depends on the present instant; again if the answer includes an event after it.</summary>
    public async Task<(TAnswer Answer, DateTimeOffset Now)> Read<TAnswer>(
        string report,
        Func<DateTimeOffset, Task<TAnswer>> read,
        Func<TAnswer, long> position,
        CancellationToken ct
    )
    {
        for (var now = Later(clock.GetUtcNow(), newest.Cached(report)); ; )
        {
            var answer = await read(now);
            var seen = Later(now, await newest.UpTo(report, position(answer), ct));
            if (seen == now)
                return (answer, now);
            now = seen;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset? seen) => seen > now ? seen.Value : now;
}
