using Crm.Domain.Assignments;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;

namespace Crm.Api.Tests.Tasks;

/// <summary>
/// What an inbox should show, folded from all events in their order: written apart from the rows, so that both can be compared.
/// </summary>
internal sealed class InboxFold
{
    private readonly Dictionary<Guid, Entry> entries = [];
    private readonly Dictionary<Guid, Guid?> managers = [];

    /// <summary>A task as its readers see it.</summary>
    public sealed record Entry(Guid Id, Guid? Deal)
    {
        public Guid? Named { get; init; }
        public string? Role { get; init; }
        public Guid? Author { get; init; }
        public Guid? Reviewer { get; init; }
        public DateTimeOffset? WorkDue { get; init; }
        public DateTimeOffset? ReviewDue { get; init; }
        public bool IsOpen { get; init; } = true;
        public bool AwaitsReview { get; init; }

        public DateTimeOffset? Due => AwaitsReview ? ReviewDue : WorkDue;
    }

    public void Apply(Guid stream, object one)
    {
        switch (one)
        {
            case DealOpened f:
                managers[stream] = f.Manager?.Value;
                break;
            case ManagerAssigned f:
                managers[stream] = f.Manager?.Value;
                break;
            case StageTaskRaised f:
                entries[f.Task.Value] = new(f.Task.Value, stream)
                {
                    Named = f.Assignee?.Value,
                    Role = f.Role,
                    WorkDue = f.DueAt,
                };
                break;
            case StageTaskReassigned f:
                Change(f.Task.Value, x => x with { Named = f.Assignee?.Value, Role = null });
                break;
            case StageTaskAccepted f:
                Change(f.Task.Value, x => x with { Named = f.Assignee.Value, Role = null });
                break;
            case StageTaskPostponed f:
                Change(f.Task.Value, x => x with { WorkDue = f.DueAt });
                break;
            case StageTaskCompleted f:
                Change(f.Task.Value, x => x with { IsOpen = false });
                break;
            case StageTaskSkipped f:
                Change(f.Task.Value, x => x with { IsOpen = false });
                break;
            case StageTaskWithdrawn f:
                Change(f.Task.Value, x => x with { IsOpen = false });
                break;
            default:
                OfAssignment(stream, one);
                break;
        }
    }

    /// <summary>The open tasks that are somebody's, by due date.</summary>
    public IEnumerable<Guid> AssignedTo(Guid user) => InOrder(x => x.IsOpen && Assignee(x) == user);

    /// <summary>Everything open that a user may see.</summary>
    /// <param name="scope">The users in their scope, themselves included.</param>
    /// <param name="roles">Codes of their roles.</param>
    public IEnumerable<Guid> SeenBy(Guid user, Guid[] scope, string[] roles) =>
        InOrder(x =>
            x.IsOpen
            && (
                scope.Any(one => one == Assignee(x) || one == Owner(x))
                || x.Reviewer == user
                || (Assignee(x) is null && x.Role is { } role && roles.Contains(role))
                || (x.Deal is { } deal && x.Author is null && TakesPart(deal, user))
            )
        );

    private IEnumerable<Guid> InOrder(Func<Entry, bool> which) =>
        entries
            .Values.Where(which)
            .OrderBy(x => x.Due ?? DateTimeOffset.MaxValue)
            .ThenBy(x => x.Id.ToString(), StringComparer.Ordinal)
            .Select(x => x.Id);

    /// <summary>The named assignee of an open task on a deal takes part in it.</summary>
    private bool TakesPart(Guid deal, Guid user) =>
        entries.Values.Any(x => x.Deal == deal && x.Author is null && x.IsOpen && x.Named == user);

    private Guid? Owner(Entry x) => x.Author ?? (x.Deal is { } deal ? managers.GetValueOrDefault(deal) : null);

    private Guid? Assignee(Entry x) =>
        x.Named ?? (x.Role is null && x.Author is null && x.Deal is { } deal ? managers.GetValueOrDefault(deal) : null);

    private void OfAssignment(Guid id, object one)
    {
        switch (one)
        {
            case AssignmentGiven f:
                entries[id] = new(id, null)
                {
                    Named = f.Assignee?.Value,
                    Role = f.Role,
                    Author = f.Author!.Value.Value,
                    Reviewer = f.Reviewer?.Value,
                    WorkDue = f.Due?.At,
                    ReviewDue = f.ReviewDue?.At,
                };
                break;
            case AssignmentAccepted f:
                Change(id, x => x with { Named = f.By.Value });
                break;
            case AssignmentRedirected f:
                Change(id, x => x with { Named = f.Assignee.Value, Role = null, IsOpen = true });
                break;
            case AssignmentDeclined or AssignmentCancelled or AssignmentConfirmed:
                Change(id, x => x with { IsOpen = false, AwaitsReview = false });
                break;
            case AssignmentCompleted:
                Change(id, x => x with { IsOpen = x.Reviewer is not null, AwaitsReview = x.Reviewer is not null });
                break;
            case AssignmentReturned:
                Change(id, x => x with { AwaitsReview = false });
                break;
            case AssignmentPostponed f:
                Change(id, x => x with { WorkDue = f.Due.At });
                break;
            case AssignmentEdited f:
                Change(id, x => x with { Reviewer = f.Reviewer?.Value, ReviewDue = f.ReviewDue?.At });
                break;
        }
    }

    private void Change(Guid id, Func<Entry, Entry> change) => entries[id] = change(entries[id]);
}
