using System.Collections.Frozen;

namespace Crm.Domain.Access;

/// <summary>Users, teams and roles at one moment, and the grants that follow from them. Immutable.</summary>
/// <param name="participants">Users who participate in some deal or did; null: unknown, so anybody may.</param>
public sealed class Staff(
    IEnumerable<User> users,
    IEnumerable<Team> teams,
    IEnumerable<Role> roles,
    IReadOnlySet<UserId>? participants = null
)
{
    private static readonly IReadOnlySet<Scope> Whole = Enum.GetValues<Scope>().ToFrozenSet();

    public IReadOnlyDictionary<UserId, User> Users { get; } = users.ToDictionary(x => x.Id);
    public IReadOnlyDictionary<TeamId, Team> Teams { get; } = teams.ToDictionary(x => x.Id);

    /// <summary>
    /// The shipped administrator role also has permissions that a later release added after it was stored; otherwise
    /// nobody could grant them.
    /// </summary>
    public IReadOnlyDictionary<string, Role> Roles { get; } =
        roles.ToDictionary(
            x => x.Code,
            x => x.Code == ShippedRoles.Administrator ? ShippedRoles.All.First(r => r.Code == x.Code) : x,
            StringComparer.Ordinal
        );

    /// <summary>The business day by which absences are judged; null: nobody counts as absent.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Whether the user is away today.</summary>
    public bool IsAbsent(UserId user) =>
        Today is { } today && Users.GetValueOrDefault(user)?.Absence?.Covers(today) == true;

    /// <summary>
    /// Who has the user's scope today; null: the user is not away, has no deputy, or the deputy is inactive or away too.
    /// </summary>
    public UserId? DeputyOf(UserId user) =>
        IsAbsent(user)
        && Users[user].Absence!.Deputy is { } deputy
        && Users.GetValueOrDefault(deputy) is { Inactive: false }
        && !IsAbsent(deputy)
            ? deputy
            : null;

    /// <summary>Whether the user participates in some deal, or did.</summary>
    public bool TakesPart(UserId user) => participants?.Contains(user) ?? true;

    /// <summary>Another user is an active administrator: without one nobody could grant anything again.</summary>
    public bool HasAdministratorBeside(UserId user) =>
        Users.Values.Any(x => x.Id != user && !x.Inactive && x.Roles.Contains(ShippedRoles.Administrator));

    /// <summary>What a credential may do: the roles of its user, limited to its scopes.</summary>
    /// <param name="user">Null: an integration without a user; with the scope admin it is an administrator.</param>
    /// <param name="claimed">Roles that a token claims; they count for a user that is not stored here.</param>
    public Grants Of(UserId? user, IReadOnlySet<Scope> scopes, IReadOnlyList<string> claimed)
    {
        var known = user is { } id ? Users.GetValueOrDefault(id) : null;
        IReadOnlyList<string> codes =
            user is null ? [scopes.Contains(Scope.Admin) ? ShippedRoles.Administrator : ShippedRoles.Integration]
            : known is null ? claimed
            : known.Roles;
        return new Grants(
            user,
            known?.Team,
            Known(codes),
            scopes,
            Members(known?.Team is { } team ? [team] : []),
            Members(Below(known?.Team))
        )
        {
            TakesPart = user is { } one && TakesPart(one),
            ActsFor = user is { } deputy ? [.. ActsFor(deputy)] : [],
        };
    }

    /// <summary>The rights of the active users whose deputy this one is today. Their own deputies' duties are not handed on.</summary>
    private IEnumerable<Grants> ActsFor(UserId deputy) =>
        Users
            .Values.Where(absent =>
                absent.Absence?.Deputy == deputy && !absent.Inactive && DeputyOf(absent.Id) == deputy
            )
            .Select(absent => new Grants(
                absent.Id,
                absent.Team,
                Known(absent.Roles),
                Whole,
                Members(absent.Team is { } team ? [team] : []),
                Members(Below(absent.Team))
            ));

    /// <summary>What roles grant, independent of their holder.</summary>
    public Grants Of(IEnumerable<string> codes) => Of(Known(codes));

    public static Grants Of(params Role[] roles) => new(null, null, roles, Whole, [], []);

    /// <summary>
    /// The rights behind a key: those of its user regardless of the key's scopes; without a user, those of the key.
    /// </summary>
    public Grants Behind(UserId? user, IEnumerable<Scope> scopes) =>
        Of(user, user is null ? scopes.ToFrozenSet() : Whole, []);

    /// <summary>A team and all teams below it. A cycle is walked once.</summary>
    public IReadOnlyList<TeamId> Below(TeamId? top)
    {
        List<TeamId> found = top is { } id ? [id] : [];
        for (var i = 0; i < found.Count; i++)
            found.AddRange(Teams.Values.Where(x => x.Parent == found[i] && !found.Contains(x.Id)).Select(x => x.Id));
        return found;
    }

    private Role[] Known(IEnumerable<string> codes) =>
        [.. codes.Select(x => Roles.GetValueOrDefault(x)).OfType<Role>()];

    private IEnumerable<UserId> Members(IReadOnlyList<TeamId> teams) =>
        Users.Values.Where(x => x.Team is { } team && teams.Contains(team)).Select(x => x.Id);
}
