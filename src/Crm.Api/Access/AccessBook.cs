using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Projections.Access;
using Crm.Projections.Deals;
using Npgsql;

namespace Crm.Api.Access;

/// <summary>
/// Users, teams and roles in memory, and who takes part in deals at all: who asks costs no query, and what he may is worked out once per change. Believed for 30 s,
/// so a change on another host holds here within that; a change on this host holds at once.
/// </summary>
public sealed class AccessBook(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);
    private volatile Page? page;
    private int changes;

    /// <summary>Who asks with a credential; null for a user who is deactivated.</summary>
    public async ValueTask<Caller?> Caller(Bearer bearer, CancellationToken ct)
    {
        var now = await Present(ct);
        if (bearer.User is { } user && bearer.Claimed.Count == 0 && !now.Staff.Users.ContainsKey(user) && IsOld(now))
            now = await Load(ct);
        return now.Caller(bearer);
    }

    /// <summary>Users, teams and roles as this host knows them.</summary>
    public async ValueTask<Staff> Staff(CancellationToken ct) => (await Present(ct)).Staff;

    /// <summary>As they are in the store: before anything is granted.</summary>
    public async Task<Staff> Fresh(CancellationToken ct) => (await Load(ct)).Staff;

    /// <summary>This host changed something.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    /// <summary>These take part in a deal now: whoever did not before sees more from now on.</summary>
    public void TakePart(IEnumerable<UserId> users)
    {
        if (page is not { } known || !users.All(known.Staff.TakesPart))
            Forget();
    }

    private ValueTask<Page> Present(CancellationToken ct) =>
        page is { } known && known.Change == Volatile.Read(ref changes) && known.Until > clock.GetUtcNow()
            ? new(known)
            : new(Load(ct));

    /// <summary>Somebody who is not in it may have come since.</summary>
    private bool IsOld(Page now) => now.Until - clock.GetUtcNow() < Believed - TimeSpan.FromSeconds(1);

    private async Task<Page> Load(CancellationToken ct)
    {
        // Counted before the look: a change that falls into it makes what was seen old at once.
        var (change, until) = (Volatile.Read(ref changes), clock.GetUtcNow() + Believed);
        var (users, teams, roles, participants) = (
            new List<User>(),
            new List<Team>(),
            new List<Role>(),
            new HashSet<UserId>()
        );
        await using var command = database.CreateCommand(
            "select 1, data::text from crm.mt_doc_user union all select 2, data::text from crm.mt_doc_team union all select 3, data::text from crm.mt_doc_role "
                + $"union all select 4, user_id::text from {Participants.Qualified}"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var json = reader.GetString(1);
            if (reader.GetInt32(0) == 1)
                users.Add(JsonSerializer.Deserialize<UserDocument>(json, CrmStore.Json)!.State);
            else if (reader.GetInt32(0) == 2)
                teams.Add(JsonSerializer.Deserialize<TeamDocument>(json, CrmStore.Json)!.State);
            else if (reader.GetInt32(0) == 3)
                roles.Add(JsonSerializer.Deserialize<RoleDocument>(json, CrmStore.Json)!.State);
            else
                participants.Add(new(Guid.Parse(json)));
        }

        return page = new Page(change, until, new Staff(users, teams, roles, participants));
    }

    private sealed record Page(int Change, DateTimeOffset Until, Staff Staff)
    {
        private readonly ConcurrentDictionary<string, Caller?> callers = new(StringComparer.Ordinal);

        public Caller? Caller(Bearer bearer) =>
            callers.GetOrAdd(bearer.Key, static (_, x) => x.Page.Make(x.Bearer), (Page: this, Bearer: bearer));

        private Caller? Make(Bearer x)
        {
            if (x.User is { } user && Staff.Users.GetValueOrDefault(user)?.Inactive == true)
                return null;
            var grants = Staff.Of(x.User, x.Scopes, x.Claimed);
            return new Caller(x.Credential, x.Actor, x.User, x.Scopes, grants, DealSight.Of(grants));
        }
    }
}
