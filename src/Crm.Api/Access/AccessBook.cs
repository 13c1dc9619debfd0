using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Projections.Access;
using Crm.Projections.Deals;
using Npgsql;

namespace Crm.Api.Access;

/// <summary>What somebody may do, and which deals he sees.</summary>
public sealed record Standing(Grants Grants, DealSight Sight);

/// <summary>
/// Users, teams and roles in memory: who asks costs no query. Believed for 30 s, so a change on another host holds here within
/// that; a change on this host holds at once.
/// </summary>
public sealed class AccessBook(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);
    private volatile Page? page;
    private int changes;

    /// <summary>Null for a user who is deactivated.</summary>
    /// <param name="claimed">Roles that a token claims; they count for users that we do not know.</param>
    public async ValueTask<Standing?> Of(UserId? user, IReadOnlySet<Scope> scopes, IReadOnlyList<string> claimed, CancellationToken ct)
    {
        var now = await Present(ct);
        if (user is { } id && !now.Users.ContainsKey(id) && claimed.Count == 0 && now.Until - clock.GetUtcNow() < Believed - TimeSpan.FromSeconds(1)) now = await Load(ct);
        return now.Of(user, scopes, claimed);
    }

    /// <summary>The teams of the company.</summary>
    public async ValueTask<IReadOnlyDictionary<TeamId, Team>> Teams(CancellationToken ct) => (await Present(ct)).Teams;

    /// <summary>The roles there are, by code.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Role>> Roles(CancellationToken ct) => (await Present(ct)).Roles;

    /// <summary>Users who are not deactivated.</summary>
    public async ValueTask<IEnumerable<UserId>> ActiveUsers(CancellationToken ct) => (await Present(ct)).Users.Values.Where(x => !x.Inactive).Select(x => x.Id);

    /// <summary>Active users who may grant anything.</summary>
    public async ValueTask<IReadOnlyList<UserId>> Administrators(CancellationToken ct) =>
        [.. (await Present(ct)).Users.Values.Where(x => !x.Inactive && x.Roles.Contains(ShippedRoles.Administrator)).Select(x => x.Id)];

    /// <summary>This host changed something.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    private ValueTask<Page> Present(CancellationToken ct) => page is { } known && known.Change == Volatile.Read(ref changes) && known.Until > clock.GetUtcNow() ? new(known) : new(Load(ct));

    private async Task<Page> Load(CancellationToken ct)
    {
        // Counted before the look: a change that falls into it makes what was seen old at once.
        var (change, until) = (Volatile.Read(ref changes), clock.GetUtcNow() + Believed);
        var (users, teams, roles) = (new List<User>(), new List<Team>(), new List<Role>());
        await using var command = database.CreateCommand(
            "select 1, data from crm.mt_doc_user union all select 2, data from crm.mt_doc_team union all select 3, data from crm.mt_doc_role");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var json = reader.GetString(1);
            if (reader.GetInt32(0) == 1) users.Add(JsonSerializer.Deserialize<UserDocument>(json, CrmStore.Json)!.State);
            else if (reader.GetInt32(0) == 2) teams.Add(JsonSerializer.Deserialize<TeamDocument>(json, CrmStore.Json)!.State);
            else roles.Add(JsonSerializer.Deserialize<RoleDocument>(json, CrmStore.Json)!.State);
        }

        return page = new Page(change, until, users.ToDictionary(x => x.Id), teams.ToDictionary(x => x.Id), roles.ToDictionary(x => x.Code, StringComparer.Ordinal));
    }

    private sealed record Page(int Change, DateTimeOffset Until, Dictionary<UserId, User> Users, Dictionary<TeamId, Team> Teams, Dictionary<string, Role> Roles)
    {
        private readonly ConcurrentDictionary<string, Standing> kept = new(StringComparer.Ordinal);

        public Standing? Of(UserId? user, IReadOnlySet<Scope> scopes, IReadOnlyList<string> claimed)
        {
            var known = user is { } id ? Users.GetValueOrDefault(id) : null;
            if (known?.Inactive == true) return null;
            return kept.GetOrAdd($"{user}|{string.Join(',', scopes.Order())}|{(known is null ? string.Join(',', claimed) : "")}", _ => Make(user, known, scopes, claimed));
        }

        private Standing Make(UserId? user, User? known, IReadOnlySet<Scope> scopes, IReadOnlyList<string> claimed)
        {
            var codes = user is null ? [scopes.Contains(Scope.Admin) ? ShippedRoles.Administrator : ShippedRoles.Integration] : known is null ? claimed : (IReadOnlyList<string>)known.Roles;
            var roles = codes.Select(x => Roles.GetValueOrDefault(x)).OfType<Role>().ToArray();
            var below = Below(known?.Team);
            var grants = new Grants(user, known?.Team, roles, scopes, Members([known?.Team]), Members(below));
            return new(grants, DealSight.Of(grants));
        }

        private IEnumerable<UserId> Members(IReadOnlyCollection<TeamId?> teams) => Users.Values.Where(x => x.Team is { } team && teams.Contains(team)).Select(x => x.Id);

        /// <summary>A team and all below it; a ring is walked once.</summary>
        private List<TeamId?> Below(TeamId? top)
        {
            List<TeamId?> found = top is null ? [] : [top];
            for (var i = 0; i < found.Count; i++)
                found.AddRange(Teams.Values.Where(x => x.Parent == found[i] && !found.Contains(x.Id)).Select(x => (TeamId?)x.Id));
            return found;
        }
    }
}
