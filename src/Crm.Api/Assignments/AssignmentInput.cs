using Crm.Domain.Assignments;

namespace Crm.Api.Assignments;

/// <summary>Checks at the edge what bodies about tasks refer to, and makes due dates of them.</summary>
public sealed class AssignmentInput(AccessRegistry access, WorkZones zones, TimeProvider clock)
{
    /// <summary>An active user: work may be given to any of them.</summary>
    public async Task<UserId> User(Guid id, string pointer, CancellationToken ct)
    {
        var user = new UserId(id);
        var found =
            (await access.Staff(ct)).Users.GetValueOrDefault(user)
            ?? (await access.Fresh(ct)).Users.GetValueOrDefault(user)
            ?? throw ProblemException.Member(pointer, "user.not_found", "the id of a user");
        return found.Inactive ? throw ProblemException.Member(pointer, "user.inactive", "an active user") : user;
    }

    public async Task<string> Role(string code, string pointer, CancellationToken ct)
    {
        var role = Codes.Fold(code);
        return (await access.Staff(ct)).Roles.ContainsKey(role) || (await access.Fresh(ct)).Roles.ContainsKey(role)
            ? role
            : throw ProblemException.Member(pointer, "role.not_found", "the code of a role");
    }

    /// <summary>The due date that a body names by a day or an instant; null: none.</summary>
    public DueDate? Due(DateOnly? on, DateTimeOffset? at, UserId? assignee) =>
        (on, at) switch
        {
            ({ } day, null) => DueDate.OfDay(day, zones.Of(assignee), clock.GetUtcNow()),
            (null, { } instant) => DueDate.OfInstant(instant, clock.GetUtcNow()),
            (null, null) => null,
            _ => throw ProblemException.Member("/dueAt", "member.conflict", "either dueOn or dueAt"),
        };

    /// <summary>The due date that a task is moved to, once its assignee is known.</summary>
    public Func<UserId?, DateTimeOffset, DueDate> Moved(DateOnly? on, DateTimeOffset? at)
    {
        if (Due(on, at, null) is null)
            throw ProblemException.Member("/dueOn", "member.required", "dueOn or dueAt");
        return (assignee, now) =>
            on is { } day ? DueDate.OfDay(day, zones.Of(assignee), now) : DueDate.OfInstant(at!.Value, now);
    }

    public TimeZoneInfo ZoneOf(UserId user) => zones.Of(user);
}
