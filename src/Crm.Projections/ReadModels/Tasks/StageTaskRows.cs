using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>
/// The rows of stage tasks, made from the document of their deal, which is written before them in the same transaction. A task without an
/// assignee or a role is the deal manager's and follows them.
/// </summary>
public sealed class StageTaskRows : ProjectionBase, IProjection
{
    private static readonly Type[] Changes =
    [
        typeof(StageTaskRaised),
        typeof(StageTaskCompleted),
        typeof(StageTaskSkipped),
        typeof(StageTaskWithdrawn),
        typeof(StageTaskReassigned),
        typeof(StageTaskAccepted),
        typeof(StageTaskPostponed),
        typeof(ManagerAssigned),
        typeof(KindVersionChanged),
    ];

    public StageTaskRows()
    {
        Name = "stage-task-rows";
        foreach (var type in Changes)
            IncludeType(type);
        Options.DeleteDataInTableOnTeardown(TaskTable.Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        Write(operations, events.Select(one => one.StreamId).Distinct());
        return Task.CompletedTask;
    }

    /// <summary>Writes all rows of existing deals, for a store from before this table.</summary>
    public static void Write(IDocumentOperations operations, IEnumerable<Guid> deals) =>
        operations.QueueSqlCommand(Sql("?"), deals.ToArray());

    /// <summary>A statement that writes the rows of a deal after its row; null when none of its tasks changes.</summary>
    internal static NpgsqlBatchCommand? Of(DealEvents deal) =>
        deal.Events.Any(one => Changes.Contains(one.GetType()))
            ? new NpgsqlBatchCommand(Sql("$1")) { Parameters = { new() { Value = new[] { deal.After.Id } } } }
            : null;

    private static string Sql(string deals) =>
        TaskTable.Upsert(
            $$"""
            select (s->>'id')::uuid, 'stage', d.id, null, null, s->>'code', d.data->'state'->'kind'->>'code',
                (d.data->'state'->'kind'->>'version')::integer, s->>'stage', s->>'status', s->>'status' = 'open', 1,
                case when s->>'role' is null then coalesce((s->>'assignee')::uuid, d.manager_id) end, s->>'role', d.manager_id, null,
                (s->>'dueAt')::timestamptz, coalesce(s->>'firstDueAt', s->>'dueAt')::timestamptz,
                coalesce((s->>'postponed')::integer, 0), null, (s->>'raisedAt')::timestamptz, (s->>'closedAt')::timestamptz
            from {{StoreTables.Deals}} d cross join lateral jsonb_each(d.data->'state'->'tasks') as task(key, s)
            where d.id = any({{deals}})
            """
        );
}
