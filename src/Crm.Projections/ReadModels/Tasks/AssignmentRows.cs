using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>
/// The rows of assignments among the tasks, made from their documents, which are written before them in the same transaction.
/// </summary>
public sealed class AssignmentRows : ProjectionBase, IProjection
{
    // Of what awaits review the due date is that of the review: it is the next step.
    private static readonly string Sql = TaskTable.Upsert(
        $$"""
        select d.id, 'assignment', (s->>'deal')::uuid, (s->>'client')::uuid, s->'title'->>'text', null, null, null, null,
            s->>'status', s->>'status' in ('given', 'accepted', 'awaitsReview'),
            array_position(array['low', 'normal', 'high'], s->>'importance') - 1, (s->>'assignee')::uuid, s->>'role',
            (s->>'author')::uuid, (s->>'reviewer')::uuid,
            coalesce((case when s->>'status' = 'awaitsReview' then s->'reviewDue' else s->'due' end->>'at')::timestamptz, 'infinity'),
            (s->>'firstDueAt')::timestamptz, (s->>'postponed')::integer,
            case when s->>'status' = 'awaitsReview' and (s->'reviewDue'->>'timed')::boolean and not (s->>'reviewOverdue')::boolean
                then (s->'reviewDue'->>'at')::timestamptz
                when s->>'status' in ('given', 'accepted') and (s->'due'->>'timed')::boolean and not (s->>'overdue')::boolean
                then (s->'due'->>'at')::timestamptz end,
            (s->>'givenAt')::timestamptz, (s->>'closedAt')::timestamptz
        from {{StoreTables.Assignments}} d cross join lateral (select d.data->'state') as state(s) where d.id = any(?)
        """
    );

    public AssignmentRows()
    {
        Name = "assignment-rows";
        foreach (var type in EventCatalogue.TypesOf("assignment"))
            IncludeType(type);
        Options.DeleteDataInTableOnTeardown(TaskTable.Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        operations.QueueSqlCommand(Sql, events.Select(one => one.StreamId).Distinct().ToArray());
        return Task.CompletedTask;
    }
}
