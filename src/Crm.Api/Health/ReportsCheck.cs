using System.Globalization;
using Crm.Api.Operations;
using Crm.Api.Reports;
using Crm.Projections.Reports;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Crm.Api.Health;

/// <summary>
/// Degraded, with their names, when an error has stopped reports or they are behind by more than
/// <see cref="ReportDelays.Allowed"/>. Commands and lists do not need the reports, so the host stays ready.
/// </summary>
internal sealed class ReportsCheck(ReportProgress reports, ReportDelays delays, TimeProvider clock) : IHealthCheck
{
    public const string Name = "reports";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var now = clock.GetUtcNow();
            var late = (await reports.Find(cancellationToken))
                .Where(report => report.Failure is not null || report.Delay(now) > delays.Allowed)
                .Select(Text)
                .ToArray();
            return late.Length == 0
                ? HealthCheckResult.Healthy("every report has seen all events, or will in a moment")
                : HealthCheckResult.Degraded(string.Join("; ", late));
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("the positions of the reports cannot be read");
        }
    }

    private static string Text(ReportState report)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(report.Failure is null ? "behind" : "stopped")}: {report.Name} at position {report.Position}"
        );
        if (report.UnseenSince is { } since)
            text += $", events unseen since {Wire.Text(since)}";
        if (report.Failure is not { } stored)
            return text;
        var failure = ProjectionFailure.Of(stored);
        return failure.EventPosition is { } position
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{text}, {failure.Code}: event {position} ({failure.EventType})"
            )
            : $"{text}, {failure.Code}";
    }
}
