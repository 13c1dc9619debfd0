using System.Collections.Concurrent;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>
/// Caches users, teams, roles and the participants of deals: identifying a caller costs no query, and their rights are
/// calculated once per change. Entries are valid for 30 s, so a change on another host takes effect within that time; a
/// change on this host takes effect at once. An absence begins and ends at midnight or up to 30 s later.
/// </summary>
public sealed class AccessRegistry(StaffQuery query, Company company, TimeProvider clock)
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgeOfMisses = TimeSpan.FromSeconds(1);
    private readonly RefreshingSnapshot<Page> snapshot = new(
        async ct => new Page(await query.Load(Today(company, clock), ct)),
        MaximumAge,
        clock
    );

    /// <summary>The caller of a credential; null for an inactive user.</summary>
    public async ValueTask<Caller?> Caller(Bearer bearer, CancellationToken ct)
    {
        var now = await snapshot.Get(ct);
        if (bearer.User is { } user && bearer.Claimed.Count == 0 && !now.Staff.Users.ContainsKey(user))
            now = await snapshot.Get(AgeOfMisses, ct);
        return now.Caller(bearer);
    }

    /// <summary>Users, teams and roles, from the cache.</summary>
    public async ValueTask<Staff> Staff(CancellationToken ct) => (await snapshot.Get(ct)).Staff;

    /// <summary>Users, teams and roles from the store, for checks before anything is granted.</summary>
    public async Task<Staff> Fresh(CancellationToken ct) => (await snapshot.Load(ct)).Staff;

    /// <summary>Called after this host changed users, teams or roles.</summary>
    public void Invalidate() => snapshot.Invalidate();

    /// <summary>
    /// Records participants and assignees of a deal: users who had none before see more from now on.
    /// </summary>
    public void TakePart(IEnumerable<UserId> users)
    {
        if (snapshot.Latest is not { } known || !users.All(known.Staff.TakesPart))
            Invalidate();
    }

    private static DateOnly Today(Company company, TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), company.TimeZone).DateTime);

    private sealed record Page(Staff Staff)
    {
        private readonly ConcurrentDictionary<string, Caller?> callers = new(StringComparer.Ordinal);

        public Caller? Caller(Bearer bearer) =>
            callers.GetOrAdd(bearer.Key, static (_, x) => x.Page.Make(x.Bearer), (Page: this, Bearer: bearer));

        private Caller? Make(Bearer x)
        {
            if (x.User is { } user && Staff.Users.GetValueOrDefault(user)?.Inactive == true)
                return null;
            var grants = Staff.Of(x.User, x.Scopes, x.Claimed);
            return new Caller(x.Credential, x.Actor, x.User, x.Scopes, grants, DealVisibility.Of(grants));
        }
    }
}
