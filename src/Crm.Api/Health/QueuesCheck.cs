using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wolverine.Runtime;

namespace Crm.Api.Health;

/// <summary>Degraded when the durable queues have dead letters or a backlog.</summary>
internal sealed class QueuesCheck(IWolverineRuntime messages) : IHealthCheck
{
    public const string Name = "queues";

    /// <summary>More than any single command sends; beyond it messages arrive faster than they are handled.</summary>
    internal const int MostWaiting = 1000;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var counts = await messages.Storage.Admin.FetchCountsAsync().WaitAsync(cancellationToken);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"waiting {counts.Incoming}, leaving {counts.Outgoing}, scheduled {counts.Scheduled}, dead letters {counts.DeadLetter}"
            );
            return counts.DeadLetter > 0 || counts.Incoming + counts.Outgoing > MostWaiting
                ? HealthCheckResult.Degraded(text)
                : HealthCheckResult.Healthy(text);
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("the queues cannot be read");
        }
    }
}
