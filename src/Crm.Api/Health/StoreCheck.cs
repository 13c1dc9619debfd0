using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Crm.Api.Health;

/// <summary>Set when the schema is complete and the shipped catalogues are stored.</summary>
public sealed class Readiness
{
    public bool Ready { get; private set; }

    public void Set() => Ready = true;
}

/// <summary>Healthy when the host has finished starting and the database answers.</summary>
internal sealed class StoreCheck(Readiness readiness, NpgsqlDataSource database) : IHealthCheck
{
    public const string Name = "store";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (!readiness.Ready)
            return HealthCheckResult.Unhealthy("starting");
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy("ready");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("database unavailable");
        }
    }
}
