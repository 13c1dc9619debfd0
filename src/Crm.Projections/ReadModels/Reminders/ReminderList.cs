using Crm.Domain.Access;
using Crm.Domain.Reminders;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>Reminders of users.</summary>
public sealed class ReminderList : DocumentList<ReminderDocument>
{
    public static SortColumn NewestFirst { get; } = new("id", "d.id", "uuid", true);

    /// <summary>Those that do not fire again come last.</summary>
    public static SortColumn SoonestFirst { get; } =
        new("nextAt", "coalesce(d.next_at, 'infinity'::timestamptz)", "timestamptz", false);

    /// <summary>What fired last comes first.</summary>
    public static SortColumn LatestFiredFirst { get; } = new("firedAt", "d.fired_at", "timestamptz", true);

    /// <summary>Those that show something.</summary>
    public void IsDue() => Where("d.fired_at is not null");

    /// <summary>Reminders of these users; null: of all.</summary>
    public void Of(IReadOnlyCollection<UserId>? owners)
    {
        if (owners is not null)
            In("d.owner_id", owners.Select(owner => owner.Value).ToArray());
    }

    public void IsIn(IEnumerable<ReminderStatus> statuses) =>
        In("d.status", statuses.Select(StatusColumn.Of).ToArray());

    public void IsAboutDeal(Guid deal) => Where($"d.deal_id = {Parameter(deal)}");

    public void IsAboutClient(Guid client) => Where($"d.client_id = {Parameter(client)}");

    public void FiresNext(Comparison comparison, DateTimeOffset at) =>
        Where($"d.next_at {comparison.Sql()} {Parameter(at)}");
}
