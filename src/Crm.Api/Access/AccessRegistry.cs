using System.Collections.Concurrent;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>
/// Users, teams and roles in memory, and who takes part in deals at all: who asks costs no query, and what he may is worked out
/// once per change. Believed for 30 s, so a change on another host holds here within that; a change on this host holds at once.
/// </summary>
public sealed class AccessRegistry(StaffQuery query, TimeProvider clock)
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgeOfMisses = TimeSpan.FromSeconds(1);
    private readonly RefreshingSnapshot<Page> snapshot = new(
        async ct => new Page(await query.Load(ct)),
        MaximumAge,
        clock
    );

    /// <summary>Who asks with a credential; null for a user who is deactivated.</summary>
    public async ValueTask<Caller?> Caller(Bearer bearer, CancellationToken ct)
    {
        var now = await snapshot.Get(ct);
        if (bearer.User is { } user && bearer.Claimed.Count == 0 && !now.Staff.Users.ContainsKey(user))
            now = await snapshot.Get(AgeOfMisses, ct);
        return now.Caller(bearer);
    }

    /// <summary>Users, teams and roles as this host knows them.</summary>
    public async ValueTask<Staff> Staff(CancellationToken ct) => (await snapshot.Get(ct)).Staff;

    /// <summary>As they are in the store: before anything is granted.</summary>
    public async Task<Staff> Fresh(CancellationToken ct) => (await snapshot.Load(ct)).Staff;

    /// <summary>This host changed something.</summary>
    public void Forget() => snapshot.Invalidate();

    /// <summary>These take part in a deal now: whoever did not before sees more from now on.</summary>
    public void TakePart(IEnumerable<UserId> users)
    {
        if (snapshot.Latest is not { } known || !users.All(known.Staff.TakesPart))
            Forget();
    }

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
