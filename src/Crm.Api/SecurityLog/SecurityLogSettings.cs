using Crm.Api.Configuration;

namespace Crm.Api.SecurityLog;

/// <summary>
/// Reads the size of the security log: <c>SecurityLog:RowsPerMinute</c>, <c>SecurityLog:MaxRows</c>,
/// <c>SecurityLog:Days</c>.
/// </summary>
public static class SecurityLogSettings
{
    /// <summary>Each new row looks for a free number up to this one.</summary>
    private const int MostRowsPerMinute = 1000;

    public static DenialSettings Of(IConfiguration configuration)
    {
        const string perMinute = "SecurityLog:RowsPerMinute";
        var rows = Quota.Number(configuration, perMinute, 1) ?? 10;
        return rows <= MostRowsPerMinute
            ? new(
                rows,
                Quota.Number(configuration, "SecurityLog:MaxRows", 1) ?? 1_000_000,
                Quota.Number(configuration, "SecurityLog:Days", 1) ?? 90
            )
            : throw new StartupException($"{perMinute} must be {MostRowsPerMinute} or less.");
    }
}
