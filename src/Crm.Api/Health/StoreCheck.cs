using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Crm.Api.Health;

/// <summary>Set when the schema is complete and the shipped catalogues are stored.</summary>
public sealed class Readiness
{
    public bool Ready { get; private set; }

    public void Set() => Ready = true;
}

/// <summary>
/// Healthy when the host has finished starting, the database accepts writes, and no request has met a database that refuses them within
/// the last ten seconds: the probe writes little, and a disk that is full may still have room for it.
/// </summary>
internal sealed class StoreCheck(Readiness readiness, WriteProbe probe, WriteFaults faults) : IHealthCheck
{
    public const string Name = "store";

    /// <summary>The probe's own time-outs do not cover everything, such as the resolution of names.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.5);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (!readiness.Ready)
            return HealthCheckResult.Unhealthy("starting");
        try
        {
            return await probe.Write().WaitAsync(Limit, cancellationToken) && !faults.IsRecent
                ? HealthCheckResult.Healthy("ready")
                : HealthCheckResult.Unhealthy("database refuses writes");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("database unavailable");
        }
    }
}
