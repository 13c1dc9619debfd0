using Crm.Domain.Access;

namespace Crm.Domain.Assignments;

/// <summary>What the caller is to an assignment, from their present rights.</summary>
public sealed record AssignmentCaller(Grants Grants)
{
    public UserId? User => Grants.User;

    /// <summary>
    /// Author, assignee and reviewer see an assignment, members of its role while nobody has accepted it, and who has the author or the
    /// assignee in scope.
    /// </summary>
    public bool Sees(Assignment assignment) =>
        Is(assignment.Author)
        || Is(assignment.Assignee)
        || Is(assignment.Reviewer)
        || assignment.OpenTo is { } role && HasRole(role)
        || Has(Permissions.DealsRead, assignment.Author)
        || Has(Permissions.DealsRead, assignment.Assignee);

    /// <summary>Who it was given to by their role may learn that another member was the first to accept.</summary>
    public bool WasOffered(Assignment assignment) => assignment.Role is { } role && HasRole(role);

    public bool Is(UserId? user) => user is not null && user == User;

    /// <summary>The assignee, or who is their deputy while they are away; the assignment stays the assignee's.</summary>
    public bool Works(Assignment assignment) =>
        Is(assignment.Assignee) || assignment.Assignee is { } away && Grants.ActsFor.Any(absent => absent.User == away);

    public bool HasRole(string role) => Grants.Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>The author, and who has the author in scope.</summary>
    public bool Directs(Assignment assignment) =>
        Is(assignment.Author) || Has(Permissions.AssignmentsWrite, assignment.Author);

    /// <summary>The same, the assignee, and who has the assignee in scope.</summary>
    public bool Arranges(Assignment assignment) =>
        Directs(assignment)
        || Is(assignment.Assignee)
        || assignment.Assignee is not null && Has(Permissions.AssignmentsWrite, assignment.Assignee);

    /// <summary>The permission reaches to the user; to a key without one with the reach "all" only.</summary>
    private bool Has(Permission permission, UserId? user) =>
        Grants.DealsOf(permission) is { } reach
        && (Grants.Managers(reach, permission) is not { } within || user is { } one && within.Contains(one));
}
