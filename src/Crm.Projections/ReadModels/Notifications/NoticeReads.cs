using Crm.Domain.Reminders;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;

namespace Crm.Projections.ReadModels.Notifications;

/// <summary>
/// Whoever snoozes, dismisses or changes a reminder has read what it told, written in the transaction of the event.
/// </summary>
public sealed class NoticeReads : ProjectionBase, IProjection
{
    public NoticeReads()
    {
        Name = "notice-reads";
        IncludeType<ReminderSnoozed>();
        IncludeType<ReminderDismissed>();
        IncludeType<ReminderTimingChanged>();
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        foreach (var one in events.Where(one => Reads(one.Data)))
            operations.QueueSqlCommand(
                $"update {NoticeTable.Qualified} set read_at = ? where reminder_id = ? and read_at is null",
                one.Timestamp,
                one.StreamId
            );
        return Task.CompletedTask;
    }

    private static bool Reads(object domainEvent) =>
        domainEvent is ReminderSnoozed or ReminderDismissed or ReminderTimingChanged;
}
