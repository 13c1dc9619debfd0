namespace Crm.Domain.Access;

/// <summary>People who work together; teams form a tree.</summary>
/// <param name="Parent">The team above; null at the top.</param>
public sealed record Team(TeamId Id, string Name, TeamId? Parent);

public sealed record TeamFormed(Team Team) : Fact;

public sealed record TeamRenamed(string Name) : Fact;

public sealed record TeamMoved(TeamId? Parent) : Fact;

/// <summary>Renames a team or hangs it elsewhere in the tree.</summary>
/// <param name="Name">Null keeps it.</param>
/// <param name="Move">True: <paramref name="Parent"/> is the new place.</param>
public sealed record EditTeam(string? Name, bool Move, TeamId? Parent)
{
    public Decision Decide(Team team, IReadOnlyDictionary<TeamId, Team> all, Intent intent)
    {
        if (Move && Parent is { } parent && Above(parent, all).Contains(team.Id))
            return Rejection.Conflict("team.cycle");
        List<Fact> facts = [];
        if (Name is not null && Name != team.Name)
            facts.Add(new TeamRenamed(Name) { HappenedAt = intent.Now });
        if (Move && Parent != team.Parent)
            facts.Add(new TeamMoved(Parent) { HappenedAt = intent.Now });
        return Decision.Accept(facts);
    }

    /// <summary>A team and those above it. A ring, should there ever be one, is walked once.</summary>
    private static HashSet<TeamId> Above(TeamId from, IReadOnlyDictionary<TeamId, Team> all)
    {
        HashSet<TeamId> seen = [];
        for (TeamId? at = from; at is { } id && seen.Add(id); at = all.GetValueOrDefault(id)?.Parent) { }

        return seen;
    }
}
