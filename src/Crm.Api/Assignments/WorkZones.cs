namespace Crm.Api.Assignments;

/// <summary>The time zones that the days of users' work are of: their own, else the company's.</summary>
public sealed class WorkZones(AccessRegistry access, Company company)
{
    /// <summary>The time zone of each user, as known now; without a user, of work that is open to a role, the company's.</summary>
    public async ValueTask<Func<UserId?, TimeZoneInfo>> Load(CancellationToken ct)
    {
        var (staff, whole) = (await access.Staff(ct), company.TimeZone);
        return user =>
            user is { } id && staff.Users.GetValueOrDefault(id) is { } known ? known.Chosen.ZoneOr(whole) : whole;
    }
}
