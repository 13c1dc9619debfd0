using Crm.Projections.Access;
using Marten.Services.BatchQuerying;

namespace Crm.Api.Access;

/// <summary>
/// Users, teams and roles as they are for certain. Who may change what others' changes hang on - the last administrator, the tree
/// of teams - waits here for whoever does so now, on any host, and then reads what that one wrote.
/// </summary>
public sealed class StaffUnderLock
{
    private Task<IReadOnlyList<UserDocument>>? users;
    private Task<IReadOnlyList<TeamDocument>>? teams;
    private Task<IReadOnlyList<RoleDocument>>? roles;

    /// <summary>The first statements of a command's batch: what is read after the lock is what it protects.</summary>
    public void Ask(IBatchedQuery batch)
    {
        _ = batch.Query<string>("select pg_advisory_xact_lock(hashtextextended('crm.staff', 0))::text");
        users = batch.Query<UserDocument>().ToList();
        teams = batch.Query<TeamDocument>().ToList();
        roles = batch.Query<RoleDocument>().ToList();
    }

    /// <summary>Once the batch has run.</summary>
    public async Task<Staff> Read() =>
        new(
            (await users!).Select(x => x.State),
            (await teams!).Select(x => x.State),
            (await roles!).Select(x => x.State)
        );
}
