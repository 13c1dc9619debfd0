using Crm.Api.Configuration;
using Crm.Projections.ReadModels.Operations;
using Crm.Projections.Reports;

namespace Crm.Api.Operations;

/// <summary>
/// Runs rebuilds over the host's own connection, without its settings for requests; one rebuild of a report at a time.
/// </summary>
public sealed class Rebuilds(DatabaseConnection connection)
{
    /// <param name="reachesStore">The verdict covers every event of the store; for hosts that run the live report.</param>
    public Task<RebuildVerdict> Run(
        string report,
        Func<double, Task> progress,
        CancellationToken ct,
        bool reachesStore = false
    ) => new ReportRebuild(connection.Text).Run(report, progress, ct, reachesStore);
}
