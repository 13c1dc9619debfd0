namespace Crm.Domain.Access;

/// <summary>A group of users; teams form a tree.</summary>
/// <param name="Parent">The team above; null at the top.</param>
public sealed record Team(TeamId Id, string Name, TeamId? Parent);

public sealed record TeamFormed(Team Team) : DomainEvent;

public sealed record TeamRenamed(string Name) : DomainEvent;

public sealed record TeamMoved(TeamId? Parent) : DomainEvent;

/// <summary>Renames a team or moves it in the tree.</summary>
/// <param name="Name">Null: unchanged.</param>
/// <param name="Move">True: <paramref name="Parent"/> is the new parent.</param>
public sealed record EditTeam(string? Name, bool Move, TeamId? Parent)
{
    /// <param name="staff">All users, teams and roles, read in the command's own transaction.</param>
    /// <param name="grantor">Rights of the caller.</param>
    public Decision Decide(Team team, Staff staff, Grants grantor, CommandContext context)
    {
        if (Move && Parent != team.Parent && Granting.RefusalOfMove(grantor, staff, team.Parent, Parent) is { } outside)
            return outside;
        if (Move && Parent is { } parent && Above(parent, staff.Teams).Contains(team.Id))
            return Rejection.Conflict("team.cycle");
        List<DomainEvent> events = [];
        if (Name is not null && Name != team.Name)
            events.Add(new TeamRenamed(Name) { HappenedAt = context.Now });
        if (Move && Parent != team.Parent)
            events.Add(new TeamMoved(Parent) { HappenedAt = context.Now });
        return Decision.Accept(events);
    }

    /// <summary>A team and all teams above it. A cycle, should one ever exist, is walked once.</summary>
    private static HashSet<TeamId> Above(TeamId from, IReadOnlyDictionary<TeamId, Team> all)
    {
        HashSet<TeamId> seen = [];
        for (TeamId? at = from; at is { } id && seen.Add(id); at = all.GetValueOrDefault(id)?.Parent) { }

        return seen;
    }
}
