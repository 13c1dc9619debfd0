using System.Collections.Frozen;

namespace Crm.Domain.Access;

/// <summary>
/// What one credential may do under the current roles and teams. Immutable; recalculated when either changes. Each
/// permission has the widest reach that one of the roles gives it, and only if the scopes of the credential include it.
/// </summary>
public sealed class Grants
{
    private readonly FrozenDictionary<Permission, (Reach Deals, Reach Clients)> granted;
    private readonly FrozenSet<UserId> team;
    private readonly FrozenSet<UserId> subtree;
    private readonly FrozenSet<UserId> self;
    private readonly Role[] roles;
    private readonly Role[] selling;

    /// <param name="team">Members of the user's team, including the user.</param>
    /// <param name="subtree">The members of the team and of all teams below it.</param>
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
        this.roles = [.. roles];
        selling = [.. roles.Where(x => x.Sells)];
        this.team = team.Concat(self).ToFrozenSet();
        this.subtree = subtree.Concat(this.team).ToFrozenSet();
        granted = Permissions
            .All.Where(x => scopes.Contains(x.Scope) || scopes.Contains(Scope.Admin))
            .Select(x => (Permission: x, Roles: roles.Where(r => r.Permissions.Contains(x.Name)).ToArray()))
            .Where(x => x.Roles.Length > 0)
            .Select(x => (x.Permission, Deals: x.Roles.Max(r => r.Deals), Clients: x.Roles.Max(r => r.Clients)))
            // Not granted by a role: a credential with at least one scope counts as signed in.
            .Concat(scopes.Count == 0 ? [] : [(Permissions.SignedIn, Reach.Own, Reach.Own)])
            .Concat(
                scopes.Contains(Scope.Write) || scopes.Contains(Scope.Admin)
                    ? [(Permissions.ProfileWrite, Reach.Own, Reach.Own)]
                    : []
            )
            .ToFrozenDictionary(x => x.Permission, x => (x.Deals, x.Clients));
    }

    public UserId? User { get; }
    public TeamId? Team { get; }
    public ImmutableArray<string> Roles { get; }

    /// <summary>
    /// Whether the user participates in any deal, now or in the past. A user who never did sees deals by their teams
    /// only.
    /// </summary>
    public bool TakesPart { get; init; } = true;

    /// <summary>
    /// The rights of absent users whose deputy the user is: their scope counts, their permissions do not.
    /// </summary>
    public IReadOnlyList<Grants> ActsFor { get; init; } = [];

    /// <summary>The server itself: timers and startup tasks.</summary>
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

    /// <summary>Reach on deals; null without the permission.</summary>
    public Reach? DealsOf(Permission permission) => granted.TryGetValue(permission, out var reach) ? reach.Deals : null;

    /// <summary>Reach on clients; null without the permission.</summary>
    public Reach? ClientsOf(Permission permission) =>
        granted.TryGetValue(permission, out var reach) ? reach.Clients : null;

    /// <summary>Whether the permission applies to a deal.</summary>
    public bool May(Permission permission, DealUsers deal) =>
        DealsOf(permission) is { } reach
        && (
            reach == Reach.All
            || (deal.Manager is { } manager && Managers(reach)!.Contains(manager))
            || (permission.ForParticipants && User is { } me && deal.Participants.Contains(me))
            || IsAssignee(deal)
            || (deal.Manager is { } led && IsHandedOver(permission, led))
        );

    /// <summary>The same for a deal without open tasks of others than its manager.</summary>
    public bool May(Permission permission, UserId? manager, IEnumerable<UserId> participants) =>
        May(permission, new(manager, [.. participants], []));

    /// <summary>
    /// Whether reminders of a user are the caller's business: one's own, and with <c>reminders.others</c> those of users in scope.
    /// </summary>
    public bool SeesRemindersOf(UserId owner) =>
        User == owner
        || DealsOf(Permissions.RemindersOthers) is { } reach
            && Managers(reach, Permissions.RemindersOthers)?.Contains(owner) != false;

    /// <summary>Whether the user sees the deal by taking part or by an open task.</summary>
    public bool TakesPartIn(DealUsers deal) =>
        User is { } me && (deal.Participants.Contains(me) || deal.Assignees.Contains(me));

    private bool IsAssignee(DealUsers deal) => User is { } me && deal.Assignees.Contains(me);

    /// <summary>The roles whose reach includes a deal.</summary>
    private IEnumerable<Role> Covering(IEnumerable<Role> among, DealUsers deal) =>
        among.Where(role => Covers(role, deal.Manager) || IsAssignee(deal));

    /// <summary>
    /// The managers whose deals are within the reach, or within that of an absent user whose deputy the user is; null: all managers.
    /// </summary>
    /// <param name="permission">What is done with the deals.</param>
    public IReadOnlySet<UserId>? Managers(Reach reach, Permission permission) =>
        Managers(reach) is not { } own ? null
        : ActsFor.Count == 0 ? own
        : own.Concat(ActsFor.SelectMany(absent => absent.HandedOver(permission))).ToFrozenSet();

    private FrozenSet<UserId>? Managers(Reach reach) =>
        reach switch
        {
            Reach.All => null,
            Reach.Subtree => subtree,
            Reach.Team => team,
            _ => self,
        };

    private bool IsHandedOver(Permission permission, UserId manager) =>
        ActsFor.Any(absent => absent.HandedOver(permission).Contains(manager));

    /// <summary>
    /// Whose deals the user's deputy does this with: those within the user's own reach, up to the teams below theirs. Without the
    /// permission only the user's own deals.
    /// </summary>
    private FrozenSet<UserId> HandedOver(Permission permission) =>
        DealsOf(permission) switch
        {
            null or Reach.Own => self,
            Reach.Team => team,
            _ => subtree,
        };

    /// <summary>
    /// The largest discount that the user may give without approval, in percent: the largest among their selling roles;
    /// null: unlimited.
    /// </summary>
    public decimal? DiscountLimit => LimitOf(selling);

    /// <summary>The same for one deal, from the roles whose reach includes it.</summary>
    public decimal? DiscountLimitOn(DealUsers deal) => LimitOf([.. Covering(selling, deal)]);

    /// <summary>Codes of the roles whose reach includes a deal.</summary>
    public ImmutableArray<string> RolesOn(DealUsers deal) => [.. Covering(roles, deal).Select(role => role.Code)];

    private bool Covers(Role role, UserId? manager) =>
        role.Deals == Reach.All
        || (manager is { } one && (Managers(role.Deals)!.Contains(one) || IsHandedOver(Permissions.DealsWrite, one)));

    private static decimal? LimitOf(Role[] roles) =>
        roles.Length == 0 ? 0
        : roles.Any(x => x.DiscountLimitPercent is null) ? null
        : roles.Max(x => x.DiscountLimitPercent);

    /// <summary>The permissions that decisions check.</summary>
    public Rights Rights => Those(Has);

    /// <summary>The same for one deal: the head of one team may be a plain manager in another.</summary>
    public Rights RightsOn(DealUsers deal) => Those(x => May(x, deal));

    private static Rights Those(Func<Permission, bool> may) =>
        (may(Permissions.Backdate) ? Rights.Backdate | Rights.BackdateMoney : Rights.None)
        | (may(Permissions.BackdateMoney) ? Rights.BackdateMoney : Rights.None)
        | (may(Permissions.BooksReopen) ? Rights.ReopenBooks : Rights.None)
        | (may(Permissions.SettingsManage) ? Rights.ManageSettings : Rights.None)
        | (may(Permissions.TaskSkip) ? Rights.SkipTasks : Rights.None)
        | (may(Permissions.DebtWaive) ? Rights.WaiveDebt : Rights.None)
        | (may(Permissions.MailAnyone) ? Rights.MailAnyone : Rights.None)
        | (may(Permissions.VatChoose) ? Rights.ChooseVat : Rights.None);
}
