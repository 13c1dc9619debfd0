namespace Crm.Domain.Access;

/// <summary>The users to whom a deal belongs now, by which rights on it are judged.</summary>
/// <param name="Assignees">
/// Named assignees of its open tasks, besides its manager: while the task is open they do on the deal what their roles permit on own deals.
/// </param>
public sealed record DealUsers(
    UserId? Manager,
    IReadOnlyCollection<UserId> Participants,
    IReadOnlyCollection<UserId> Assignees
)
{
    /// <summary>The same without the assignees: for what needs the deal in one's own scope.</summary>
    public DealUsers InScope => this with { Assignees = [] };
}
