using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>
/// Deals whose due dates may have moved and by which a reminder goes, written in the transaction of the event. The timer looks at these
/// reminders again and removes the rows. Rows are only added, each with a key of its own, so that no command on a deal waits for the
/// timer or for a command on a reminder.
/// </summary>
public sealed class ReminderWakes : ProjectionBase, IProjection
{
    public const string Qualified = $"{StoreFormat.Schema}.{TableName}";

    private const string TableName = "reminder_wake";

    public ReminderWakes()
    {
        Name = "reminder-wakes";
        foreach (var type in EventCatalogue.Entries.Select(entry => entry.Type).Where(Moves))
            IncludeType(type);
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        foreach (var deal in events.Where(one => Moves(one.EventType)).Select(one => one.StreamId).Distinct())
            operations.QueueSqlCommand(Sql("?"), deal);
        return Task.CompletedTask;
    }

    /// <summary>A statement that wakes the reminders of the deal; null when the events move no due date.</summary>
    internal static NpgsqlBatchCommand? Of(Guid deal, IReadOnlyList<DomainEvent> events) =>
        events.Any(one => Moves(one.GetType()))
            ? new(Sql("$1"))
            {
                Parameters =
                {
                    new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = deal },
                },
            }
            : null;

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, TableName, SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("id").AsPrimaryKey();
        table.AddColumn<Guid>("deal_id").NotNull();
        return table;
    }

    private static bool Moves(Type type) => type.IsAssignableTo(typeof(IMovesDueDates));

    private static string Sql(string deal) =>
        $"insert into {Qualified} (id, deal_id) select gen_random_uuid(), r.due_deal_id from {StoreTables.Reminders} r "
        + $"where r.due_deal_id = {deal} limit 1";
}
