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
    public async ValueTask<DueDate?> Due(DateOnly? on, DateTimeOffset? at, UserId? assignee, CancellationToken ct) =>
        IsGiven(on, at) ? (await Made(on, at, ct))(assignee, clock.GetUtcNow()) : null;

    /// <summary>The due date that a task is moved to, once its assignee is known.</summary>
    public ValueTask<Func<UserId?, DateTimeOffset, DueDate>> Moved(
        DateOnly? on,
        DateTimeOffset? at,
        CancellationToken ct
    ) =>
        IsGiven(on, at)
            ? Made(on, at, ct)
            : throw ProblemException.Member("/dueOn", "member.required", "dueOn or dueAt");

    public async ValueTask<TimeZoneInfo> ZoneOf(UserId user, CancellationToken ct) => (await zones.Load(ct))(user);

    private static bool IsGiven(DateOnly? on, DateTimeOffset? at) =>
        on is null || at is null
            ? on is not null || at is not null
            : throw ProblemException.Member("/dueAt", "member.conflict", "either dueOn or dueAt");

    private async ValueTask<Func<UserId?, DateTimeOffset, DueDate>> Made(
        DateOnly? on,
        DateTimeOffset? at,
        CancellationToken ct
    )
    {
        var zoneOf = await zones.Load(ct);
        return (assignee, now) =>
            on is { } day ? DueDate.OfDay(day, zoneOf(assignee), now) : DueDate.OfInstant(at!.Value, now);
    }
}
