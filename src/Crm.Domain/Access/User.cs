using System.Text.Json.Serialization;

namespace Crm.Domain.Access;

/// <summary>A user of the product.</summary>
/// <param name="Roles">Codes of roles; the user has the union of what they grant.</param>
/// <param name="Team">The user's team; null: none.</param>
/// <param name="Inactive">Their credentials are refused; history keeps their name.</param>
public sealed record User(
    UserId Id,
    Personal Name,
    Personal? Email,
    ImmutableArray<string> Roles,
    TeamId? Team,
    bool Inactive
)
{
    /// <summary>Users stored before roles existed have none.</summary>
    public ImmutableArray<string> Roles { get; init; } = Roles.IsDefault ? [] : Roles;

    /// <summary>Printed on the documents of the user's deals.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Personal? Phone { get; init; }

    /// <summary>Null: nothing was chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserProfile? Profile { get; init; }

    /// <summary>The absence that was set last, also a past one; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Absence? Absence { get; init; }

    /// <summary>What the user chose; nothing yet: what follows the company.</summary>
    [JsonIgnore]
    public UserProfile Chosen => Profile ?? UserProfile.Empty;
}

/// <summary>Identity of a user.</summary>
public sealed record UserIdentity(UserId Id, Personal Name, Personal? Email);

public sealed record UserAdded(UserIdentity User) : DomainEvent;

public sealed record UserRenamed(Personal Name) : DomainEvent;

public sealed record UserEmailChanged(Personal? Email) : DomainEvent;

public sealed record UserPhoneChanged(Personal? Phone) : DomainEvent;

public sealed record UserRolesChanged(ImmutableArray<string> Roles) : DomainEvent;

public sealed record UserPlaced(TeamId? Team) : DomainEvent;

public sealed record UserDeactivated : DomainEvent;

public sealed record UserReactivated : DomainEvent;

/// <summary>Changes the given members; null leaves a member as it is.</summary>
public sealed record EditUser(
    Personal? Name,
    bool ChangeEmail,
    Personal? Email,
    ImmutableArray<string>? Roles,
    bool Place,
    TeamId? Team,
    bool? Active
)
{
    public bool ChangePhone { get; init; }

    public Personal? Phone { get; init; }

    /// <param name="staff">All users, teams and roles, read in the command's own transaction.</param>
    /// <param name="grantor">Rights of the caller.</param>
    public Decision Decide(User user, Staff staff, Grants grantor, CommandContext context)
    {
        if (Granting.Refusal(grantor, staff.Of(user.Roles), staff.Of(Roles ?? user.Roles)) is { } refusal)
            return refusal;
        if (Place && Team != user.Team && Granting.RefusalOfMove(grantor, staff, user.Team, Team) is { } outside)
            return outside;
        var resigns = (Roles ?? user.Roles).Contains(ShippedRoles.Administrator) == false || Active == false;
        if (
            resigns
            && !staff.HasAdministratorBeside(user.Id)
            && !user.Inactive
            && user.Roles.Contains(ShippedRoles.Administrator)
        )
            return Rejection.Conflict("administrator.last");
        List<DomainEvent> events = [];
        if (Name is not null && Name.Text != user.Name.Text)
            events.Add(new UserRenamed(Name) { HappenedAt = context.Now });
        if (ChangeEmail && Email?.Text != user.Email?.Text)
            events.Add(new UserEmailChanged(Email) { HappenedAt = context.Now });
        if (ChangePhone && Phone?.Text != user.Phone?.Text)
            events.Add(new UserPhoneChanged(Phone) { HappenedAt = context.Now });
        if (Roles is { } roles && !roles.Order().SequenceEqual(user.Roles.Order()))
            events.Add(new UserRolesChanged(roles) { HappenedAt = context.Now });
        if (Place && Team != user.Team)
            events.Add(new UserPlaced(Team) { HappenedAt = context.Now });
        if (Active == false && !user.Inactive)
            events.Add(new UserDeactivated { HappenedAt = context.Now });
        if (Active == true && user.Inactive)
            events.Add(new UserReactivated { HappenedAt = context.Now });
        return Decision.Accept(events);
    }
}
