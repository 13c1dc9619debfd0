using Crm.Api.Deals;
using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Assignments;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Tasks;

namespace Crm.Api.Assignments;

/// <summary>What an answer about tasks shows of other resources, as far as its reader sees them.</summary>
/// <param name="Deals">The visible deals, by id.</param>
/// <param name="Clients">Names of the visible clients and of the clients of visible deals, by id.</param>
public sealed record AssignmentLinks(
    Staff Staff,
    IReadOnlyDictionary<Guid, TaskDeal> Deals,
    IReadOnlyDictionary<Guid, NamedAnswer> Clients
)
{
    public NamedAnswer? User(UserId? user) =>
        user is { } id ? new(id.Value, Staff.Users.GetValueOrDefault(id)?.Name.Text) : null;

    /// <summary>Who acts for the user today; null: the user does.</summary>
    public ActingAssigneeAnswer? ActingFor(UserId? user) =>
        user is { } absent && Staff.DeputyOf(absent) is { } deputy
            ? new(deputy.Value, Staff.Users.GetValueOrDefault(deputy)?.Name.Text, ActingReason.Absence)
            : null;

    public TaskDealAnswer? Deal(Guid? id) =>
        id is { } deal && Deals.TryGetValue(deal, out var found)
            ? new(found.Id, found.Number, found.Title, found.Amount)
            : null;

    /// <summary>The client that a task itself is about, else that of its deal.</summary>
    public NamedAnswer? Client(Guid? own, Guid? deal) =>
        own is { } client ? Clients.GetValueOrDefault(client)
        : deal is { } on && Deals.GetValueOrDefault(on)?.Client is { } of ? Clients.GetValueOrDefault(of)
        : null;
}

/// <summary>Answers about assignments.</summary>
public sealed class AssignmentAnswers(TaskSubjects subjects, AccessRegistry access, Names names, TimeProvider clock)
{
    /// <summary>Loads what tasks refer to: at most three queries, however many tasks.</summary>
    public async Task<AssignmentLinks> Links(
        Viewer viewer,
        IEnumerable<Guid> deals,
        IEnumerable<Guid> clients,
        CancellationToken ct
    )
    {
        var (caller, grants) = (viewer.Caller, viewer.Caller.Grants);
        Guid[] asked = [.. deals.Distinct()];
        var found = await subjects.Deals(asked, caller.Visibility, ct);
        foreach (var deal in asked)
            viewer.VisibleDeals[new(deal)] = found.ContainsKey(deal);
        Guid[] own = [.. clients.Distinct()];
        var reach = grants.ClientsOf(Permissions.ClientsRead);
        var seen = await subjects.Clients(
            own,
            reach is { } within ? DealVisibility.Of(grants, within) : null,
            grants.User?.Value,
            ct
        );
        foreach (var client in own)
            viewer.VisibleClients[new(client)] = seen.Contains(client);
        Guid[] shown = [.. seen.Union(found.Values.Select(deal => deal.Client).OfType<Guid>())];
        await names.Prefetch<ClientDocument>(shown, ct);
        Dictionary<Guid, NamedAnswer> named = [];
        foreach (var client in shown)
            named[client] = new(client, (await names.Client(new(client), ct))?.Name.Text);
        return new(await access.Staff(ct), found, named);
    }

    public Task<AssignmentLinks> Links(Viewer viewer, AssignmentDocument document, CancellationToken ct) =>
        Links(
            viewer,
            document.State.Deal is { } deal ? [deal.Value] : [],
            document.State.Client is { } client ? [client.Value] : [],
            ct
        );

    public async Task<AssignmentAnswer> Of(Viewer viewer, AssignmentDocument document, CancellationToken ct) =>
        Of(document, await Links(viewer, document, ct));

    /// <param name="at">The instant that overdue is judged at; null: now.</param>
    public AssignmentAnswer Of(AssignmentDocument document, AssignmentLinks links, DateTimeOffset? at = null)
    {
        var x = document.State;
        return new(
            document.Id,
            x.Title.Text,
            x.Text?.Text,
            x.Status,
            x.Importance,
            links.User(x.Assignee),
            x.Role,
            links.User(x.Author),
            links.User(x.Reviewer),
            links.Deal(x.Deal?.Value),
            links.Client(x.Client?.Value, x.Deal?.Value),
            x.Interaction?.Value,
            x.Due?.At,
            x.Due?.On,
            x.FirstDueAt,
            x.Postponed,
            x.IsOpen && x.NextDue?.At < (at ?? clock.GetUtcNow()),
            x.ReviewDue?.At,
            x.Returned,
            x.Result?.Text,
            x.Reason?.Text,
            x.GivenAt,
            x.AcceptedAt,
            x.CompletedAt,
            x.ClosedAt,
            document.UpdatedAt,
            x.Version
        );
    }
}
