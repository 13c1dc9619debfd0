using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crm.Api.Health;

/// <summary>Degraded when the host's clock differs from the database's by more than <see cref="ClockLimits.NormalDifference"/>.</summary>
internal sealed class ClockCheck(ClockWatch watch) : IHealthCheck
{
    public const string Name = "clock";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(Judge(watch.Difference));

    private static HealthCheckResult Judge(TimeSpan? difference) =>
        difference is not { } known ? HealthCheckResult.Healthy("not compared with the database's yet")
        : known.Duration() > ClockLimits.NormalDifference
            ? HealthCheckResult.Degraded("the host's clock is " + ClockLimits.Describe(known))
        : HealthCheckResult.Healthy("agrees with the database's");
}
