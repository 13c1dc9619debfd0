using System.Text.Json.Serialization;
using Crm.Domain.Access;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Access;

/// <summary>Current state of a user.</summary>
public sealed record UserDocument(Guid Id, User State, DateTimeOffset RecordedAt, int Version = 1);

/// <summary>Current state of a team.</summary>
public sealed record TeamDocument(Guid Id, Team State, DateTimeOffset RecordedAt, int Version = 1);

/// <summary>Current state of a role.</summary>
public sealed record RoleDocument(Guid Id, Role State, DateTimeOffset RecordedAt, int Version = 1);

/// <summary>Current state of an API key; found by the hash of its secret.</summary>
public sealed record ApiKeyDocument(Guid Id, ApiKey State, DateTimeOffset RecordedAt)
{
    [JsonIgnore]
    public string SecretHash => State.SecretHash;

    /// <summary>
    /// Stored outside the events, updated at most twice a minute; loaded only by queries that need it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastUsedAt { get; init; }
}

public sealed class UserProjection() : StreamProjection<UserDocument>("user")
{
    public override UserDocument? Evolve(UserDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static UserDocument? After(UserDocument? x, Guid id, DomainEvent domainEvent, DateTimeOffset at) =>
        domainEvent is UserAdded { User: var added }
            ? new(id, new(added.Id, added.Name, added.Email, [], null, false), at)
        : x is null ? null
        : x with
        {
            Version = x.Version + 1,
            State = domainEvent switch
            {
                UserRenamed f => x.State with { Name = f.Name },
                UserEmailChanged f => x.State with { Email = f.Email },
                UserPhoneChanged f => x.State with { Phone = f.Phone },
                UserRolesChanged f => x.State with { Roles = f.Roles },
                UserPlaced f => x.State with { Team = f.Team },
                UserDeactivated => x.State with { Inactive = true },
                UserReactivated => x.State with { Inactive = false },
                UserAbsenceSet f => x.State with { Absence = f.Absence },
                UserAbsenceRemoved => x.State with { Absence = null },
                UserTimeZoneChanged or UserLanguageChanged or UserWorkingHoursChanged or UserNotificationsChanged =>
                    x.State with
                    {
                        Profile = UserProfile.Evolve(x.State.Chosen, domainEvent),
                    },
                _ => x.State,
            },
        };
}

public sealed class TeamProjection() : StreamProjection<TeamDocument>("team")
{
    public override TeamDocument? Evolve(TeamDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static TeamDocument? After(TeamDocument? x, Guid id, DomainEvent domainEvent, DateTimeOffset at) =>
        domainEvent is TeamFormed formed ? new(id, formed.Team, at)
        : x is null ? null
        : x with
        {
            Version = x.Version + 1,
            State = domainEvent switch
            {
                TeamRenamed f => x.State with { Name = f.Name },
                TeamMoved f => x.State with { Parent = f.Parent },
                _ => x.State,
            },
        };
}

public sealed class RoleProjection() : StreamProjection<RoleDocument>("role")
{
    public override RoleDocument? Evolve(RoleDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static RoleDocument? After(RoleDocument? x, Guid id, DomainEvent domainEvent, DateTimeOffset at) =>
        domainEvent switch
        {
            RoleDefined f => new(id, f.Role, at),
            RoleChanged f when x is not null => x with { State = f.Role, Version = x.Version + 1 },
            _ => x,
        };
}

public sealed class ApiKeyProjection() : StreamProjection<ApiKeyDocument>("api_key")
{
    public override ApiKeyDocument? Evolve(ApiKeyDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static ApiKeyDocument? After(ApiKeyDocument? x, Guid id, DomainEvent domainEvent, DateTimeOffset at) =>
        domainEvent switch
        {
            ApiKeyMade f => new(id, f.Key, at),
            ApiKeyRevoked f when x is not null => x with { State = x.State with { RevokedAt = f.HappenedAt } },
            _ => x,
        };
}
