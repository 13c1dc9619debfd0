using System.Globalization;
using Crm.Projections.Reports;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Crm.Api.Health;

/// <summary>
/// Degraded, with their names, when reports have stopped for more than <c>Health:ReportsMayPause</c> seconds (30).
/// Commands and lists do not need the reports, so the host stays ready.
/// </summary>
internal sealed class ReportsCheck(ReportProgress reports, IConfiguration configuration, TimeProvider clock)
    : IHealthCheck
{
    public const string Name = "reports";

    private readonly TimeSpan patience = TimeSpan.FromSeconds(
        Quota.Number(configuration, "Health:ReportsMayPause", 1) ?? 30
    );

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var stopped = await reports.FindStopped(clock.GetUtcNow(), patience, cancellationToken);
            return stopped.Count == 0
                ? HealthCheckResult.Healthy("every report moves or has seen all events")
                : HealthCheckResult.Degraded("stopped: " + string.Join("; ", stopped.Select(Text)));
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("the positions of the reports cannot be read");
        }
    }

    private static string Text(StoppedReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Name} at position {report.Position}, events unseen since {Wire.Text(report.UnseenSince)}"
        );
}
