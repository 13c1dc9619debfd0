using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Reminders;

namespace Crm.Api.Reminders;

/// <summary>Judges for whom a caller may set a reminder, and what that user may be reminded of.</summary>
public sealed class ReminderOwners(
    AccessRegistry access,
    ResourceOwners resources,
    VisibleDeals deals,
    StoredDocuments documents
)
{
    /// <summary>Whether the caller sees a reminder.</summary>
    public async ValueTask<bool> Sees(Grants caller, Guid reminder, CancellationToken ct) =>
        await resources.Find(OwnedResource.Reminder, reminder, ct) is { Manager: { } owner }
        && caller.SeesRemindersOf(owner);

    /// <summary>The user who is reminded, and their rights.</summary>
    /// <param name="wanted">Null: the caller.</param>
    public async Task<(UserId Owner, Grants Grants)> Find(Caller caller, Guid? wanted, CancellationToken ct)
    {
        if (wanted is null)
            return caller.User is { } self
                ? (self, await GrantsOf(self, caller, ct))
                : throw ProblemException.Member("/userId", "member.required", "who is reminded: the key has no user");
        var owner = new UserId(wanted.Value);
        if (!caller.Grants.SeesRemindersOf(owner))
            throw Authorizer.Missing(Permissions.RemindersOthers);
        if (owner == caller.User)
            return (owner, await GrantsOf(owner, caller, ct));
        var staff = await access.Fresh(ct);
        var grants = staff.Behind(owner, []);
        return staff.Users.GetValueOrDefault(owner) is { Inactive: false } && grants.Has(Permissions.RemindersWrite)
            ? (owner, grants)
            : throw ProblemException.Member(
                "/userId",
                "user.without_reminders",
                "an active user who may have reminders"
            );
    }

    /// <summary>The time zone by which the user's days go.</summary>
    public async Task<TimeZoneInfo> ZoneOf(UserId owner, TimeZoneInfo company, CancellationToken ct) =>
        (await access.Staff(ct)).Users.GetValueOrDefault(owner)?.Chosen.ZoneOr(company) ?? company;

    /// <summary>The rights of the user of a reminder, whatever credential calls.</summary>
    public async Task<Grants> GrantsOf(UserId owner, Caller caller, CancellationToken ct)
    {
        var staff = await access.Staff(ct);
        // A user that only a token knows has the roles that it claims.
        return staff.Users.ContainsKey(owner) || owner != caller.User ? staff.Behind(owner, []) : caller.Grants;
    }

    /// <summary>Why a client cannot be the subject; null: it can.</summary>
    public async Task<Fault?> Unseen(Guid client, Grants owner, Caller caller, CancellationToken ct)
    {
        if (!await Sees(client, caller.Grants))
            return new("/clientId", "client.not_found", "the id of a client");
        return await Sees(client, owner) ? null : NotSeen("/clientId");

        async Task<bool> Sees(Guid id, Grants grants) =>
            grants.ClientsOf(Permissions.ClientsRead) is { } reach
            && (
                grants.Managers(reach, Permissions.ClientsRead) is null
                    ? await documents.Find<ClientDocument>(id, ct) is not null
                    : await deals.ShowsClient(id, DealVisibility.Of(grants, reach), grants.User?.Value, ct)
            );
    }

    /// <summary>Why a deal cannot be the subject; null: it can.</summary>
    public static Fault? Unseen(DealSubject? deal, Grants owner, Grants caller) =>
        deal is null || !caller.May(Permissions.DealsRead, deal.Users)
            ? new("/dealId", "deal.not_found", "the id of a deal")
        : !owner.May(Permissions.DealsRead, deal.Users) ? NotSeen("/dealId")
        : !deal.IsOpen ? new("/dealId", "deal.closed", "an open deal")
        : null;

    private static Fault NotSeen(string pointer) => new(pointer, "subject.not_visible", "what the user sees");
}
