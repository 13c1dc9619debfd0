namespace Crm.Api.ReferenceData;

/// <summary>The time zone that the days of a user's work are of.</summary>
public sealed class WorkZones(Company company)
{
    /// <param name="user">Null: work that is open to a role.</param>
    public TimeZoneInfo Of(UserId? user) => user is null ? company.TimeZone : OfUser(user.Value);

    /// <summary>Users have no time zone of their own yet.</summary>
    private TimeZoneInfo OfUser(UserId _) => company.TimeZone;
}
