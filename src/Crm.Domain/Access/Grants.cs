using System.Collections.Frozen;

namespace Crm.Domain.Access;

/// <summary>
/// What one credential may do, by the present roles and teams: pure, made once per change of either. Each permission has the
/// furthest reach that one of the roles gives it, and none that the credential's scopes do not carry.
/// </summary>
public sealed class Grants
{
    private readonly FrozenDictionary<Permission, (Reach Deals, Reach Clients)> granted;
    private readonly FrozenSet<UserId> team;
    private readonly FrozenSet<UserId> subtree;
    private readonly FrozenSet<UserId> self;
    private readonly Role[] selling;

    /// <param name="team">Members of the user's team, himself included.</param>
    /// <param name="subtree">Those and the members of all teams below.</param>
    public Grants(
        UserId? user,
        TeamId? teamId,
        IReadOnlyList<Role> roles,
        IReadOnlySet<Scope> scopes,
        IEnumerable<UserId> team,
        IEnumerable<UserId> subtree
    )
    {
        (User, Team, Roles) = (user, teamId, [.. roles.Select(x => x.Code)]);
        self = user is { } id ? [id] : [];
        selling = [.. roles.Where(x => x.Sells)];
        this.team = team.Concat(self).ToFrozenSet();
        this.subtree = subtree.Concat(this.team).ToFrozenSet();
        granted = Permissions
            .All.Where(x => scopes.Contains(x.Scope) || scopes.Contains(Scope.Admin))
            .Select(x => (Permission: x, Roles: roles.Where(r => r.Permissions.Contains(x.Name)).ToArray()))
            .Where(x => x.Roles.Length > 0)
            .Select(x => (x.Permission, Deals: x.Roles.Max(r => r.Deals), Clients: x.Roles.Max(r => r.Clients)))
            // No role grants it: whoever has a credential that carries anything is signed in.
            .Concat(scopes.Count == 0 ? [] : [(Permissions.SignedIn, Reach.Own, Reach.Own)])
            .ToFrozenDictionary(x => x.Permission, x => (x.Deals, x.Clients));
    }

    public UserId? User { get; }
    public TeamId? Team { get; }
    public ImmutableArray<string> Roles { get; }

    /// <summary>Whether the user takes part in any deal, or ever did: who did not sees by his teams alone.</summary>
    public bool TakesPart { get; init; } = true;

    /// <summary>The server itself: timers and preparation.</summary>
    public static Grants Everything { get; } =
        new(
            null,
            null,
            [ShippedRoles.All.First(x => x.Code == ShippedRoles.Administrator)],
            new HashSet<Scope> { Scope.Admin },
            [],
            []
        );

    public IEnumerable<Permission> Granted => Permissions.All.Where(granted.ContainsKey);

    public bool Has(Permission permission) => granted.ContainsKey(permission);

    /// <summary>Null without the permission.</summary>
    public Reach? DealsOf(Permission permission) => granted.TryGetValue(permission, out var reach) ? reach.Deals : null;

    /// <summary>Null without the permission.</summary>
    public Reach? ClientsOf(Permission permission) =>
        granted.TryGetValue(permission, out var reach) ? reach.Clients : null;

    /// <summary>Whether the permission holds for the deal of this manager with these participants.</summary>
    public bool May(Permission permission, UserId? manager, IEnumerable<UserId> participants) =>
        DealsOf(permission) is { } reach
        && (
            reach == Reach.All
            || (manager is { } one && Managers(reach)!.Contains(one))
            || (permission.ForParticipants && User is { } me && participants.Contains(me))
        );

    /// <summary>The managers whose deals are in reach; null for everybody's.</summary>
    public IReadOnlySet<UserId>? Managers(Reach reach) =>
        reach switch
        {
            Reach.All => null,
            Reach.Subtree => subtree,
            Reach.Team => team,
            _ => self,
        };

    /// <summary>
    /// The largest discount that he may give without asking, in percent: the largest among his roles that sell; null: any.
    /// </summary>
    public decimal? DiscountLimit => LimitOf(selling);

    /// <summary>The same for one deal, from the roles that reach it.</summary>
    public decimal? DiscountLimitOn(UserId? manager) =>
        LimitOf([
            .. selling.Where(x => x.Deals == Reach.All || (manager is { } one && Managers(x.Deals)!.Contains(one))),
        ]);

    private static decimal? LimitOf(Role[] roles) =>
        roles.Length == 0 ? 0
        : roles.Any(x => x.DiscountLimitPercent is null) ? null
        : roles.Max(x => x.DiscountLimitPercent);

    /// <summary>What decisions ask about.</summary>
    public Rights Rights => Those(Has);

    /// <summary>The same for one deal: a head of one team is a mere manager elsewhere.</summary>
    public Rights RightsOn(UserId? manager, IEnumerable<UserId> participants) =>
        Those(x => May(x, manager, participants));

    private static Rights Those(Func<Permission, bool> may) =>
        (may(Permissions.Backdate) ? Rights.Backdate : Rights.None)
        | (may(Permissions.TaskSkip) ? Rights.SkipTasks : Rights.None)
        | (may(Permissions.DebtWaive) ? Rights.WaiveDebt : Rights.None);
}
