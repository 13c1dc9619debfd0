using Crm.Api.Configuration;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>Size of the security log (<c>SecurityLog:RowsPerMinute</c>, <c>:MaxRows</c>, <c>:Days</c>).</summary>
/// <param name="RowsPerMinute">Denials of a series that have a row each within a minute.</param>
/// <param name="MaxRows">Rows that stay; the oldest are deleted.</param>
/// <param name="Days">Days after which a row is deleted.</param>
public sealed record DenialSettings(int RowsPerMinute, int MaxRows, int Days)
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

    /// <summary>Deletes the rows that the settings do not keep.</summary>
    public Task Purge(DenialPurge purge, DateTimeOffset now, CancellationToken ct) =>
        purge.Run(now.AddDays(-Days), MaxRows, ct);
}
