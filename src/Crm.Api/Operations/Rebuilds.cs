using Crm.Api.Configuration;
using Crm.Projections.ReadModels.Operations;
using Crm.Projections.Reports;

namespace Crm.Api.Operations;

/// <summary>One rebuild of a report at a time; the connection is the host's own, without its request settings.</summary>
public sealed class Rebuilds(DatabaseConnection connection)
{
    public Task<RebuildVerdict> Run(string report, Func<double, Task> progress, CancellationToken ct) =>
        new ReportRebuild(connection.Text).Run(report, x => progress(x).GetAwaiter().GetResult(), ct);
}
