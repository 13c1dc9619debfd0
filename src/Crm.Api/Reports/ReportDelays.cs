using Crm.Projections.ReadModels;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>How far reports are behind, asked of the store once a second at most.</summary>
public sealed class ReportDelays
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly RefreshingSnapshot<IReadOnlyList<ReportState>> states;
    private readonly TimeProvider clock;

    public ReportDelays(ReportProgress reports, IConfiguration configuration, TimeProvider clock)
    {
        this.clock = clock;
        states = new(reports.Find, Interval, TimeProvider.System);
        Allowed = TimeSpan.FromSeconds(Quota.Number(configuration, "Health:ReportsMayPause", 1) ?? 30);
    }

    /// <summary>How far a report may be behind without a word (<c>Health:ReportsMayPause</c>, 30 s).</summary>
    public TimeSpan Allowed { get; }

    /// <summary>The delay of a report that is behind by more than what is allowed; else null.</summary>
    public async ValueTask<TimeSpan?> Excessive(string report, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var delay = (await states.Get(ct)).FirstOrDefault(x => x.Name == report)?.Delay(now);
        return delay > Allowed ? delay : null;
    }
}
