namespace Crm.Domain.Access;

/// <summary>Days on which a user is away, in the company's time zone.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Deputy">Who has the user's scope meanwhile; null: nobody.</param>
public sealed record Absence(DateOnly From, DateOnly To, UserId? Deputy)
{
    private const int MostDays = 366;

    /// <summary>Whether the user is away on a day.</summary>
    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <param name="today">In the company's time zone.</param>
    public IEnumerable<Fault> Faults(DateOnly today)
    {
        if (To < From)
            yield return new("/to", "absence.order", "a day not before from");
        else if (To < today)
            yield return new("/to", "absence.past", $"{today} or later");
        else if (To.DayNumber - From.DayNumber >= MostDays)
            yield return new("/to", "absence.too_long", $"at most {MostDays} days");
    }
}

/// <summary>The user is away on these days; replaces an absence that was set before.</summary>
public sealed record UserAbsenceSet(Absence Absence) : DomainEvent;

/// <summary>The user is not away, or is back earlier.</summary>
public sealed record UserAbsenceRemoved : DomainEvent;

/// <summary>Sets or removes the absence of a user.</summary>
/// <param name="Wanted">Null: the user is not away.</param>
public sealed record SetAbsence(Absence? Wanted)
{
    /// <param name="staff">All users and teams, read in the command's own transaction.</param>
    /// <param name="grantor">
    /// Rights of a caller who manages users: they set the absence of users in their scope who have no more rights than they do. Null: users
    /// set their own.
    /// </param>
    public Decision Decide(User user, Staff staff, Grants? grantor, CommandContext context)
    {
        if (grantor is not null && Refusal(user, staff, grantor) is { } refusal)
            return refusal;
        if (Equals(Wanted, user.Absence))
            return Decision.AlreadySatisfied;
        if (Wanted is null)
            return Decision.Accept(new UserAbsenceRemoved { HappenedAt = context.Now });
        var faults = Wanted.Faults(context.Today).Concat(Fault(user, staff)).ToArray();
        return faults.Length > 0
            ? Rejection.Invalid(faults)
            : Decision.Accept(new UserAbsenceSet(Wanted) { HappenedAt = context.Now });
    }

    private static Rejection? Refusal(User user, Staff staff, Grants grantor) =>
        Granting.Refusal(grantor, staff.Of(user.Roles)) ?? Granting.RefusalOfMove(grantor, staff, user.Team);

    private IEnumerable<Fault> Fault(User user, Staff staff)
    {
        if (Wanted!.Deputy is not { } deputy)
            yield break;
        if (deputy == user.Id)
            yield return new("/deputyId", "deputy.oneself", "another user");
        else if (staff.Users.GetValueOrDefault(deputy) is not { } found)
            yield return new("/deputyId", "user.not_found", "the id of a user");
        else if (found.Inactive)
            yield return new("/deputyId", "deputy.inactive", "an active user");
    }
}
