using Crm.Domain.Assignments;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Assignments;

/// <summary>The inline document of an assignment; lists read its row among the tasks.</summary>
public sealed class AssignmentDocument
{
    public Guid Id { get; init; }
    public required Assignment State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Tells Marten how to fold the events of an assignment.</summary>
public sealed class AssignmentProjection() : StreamProjection<AssignmentDocument>("assignment")
{
    public override AssignmentDocument? Evolve(AssignmentDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static AssignmentDocument? After(
        AssignmentDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    )
    {
        if (Assignment.Evolve(before?.State, new AssignmentId(id), domainEvent) is not { } state)
            return null;
        return new()
        {
            Id = id,
            State = state,
            RecordedAt = before?.RecordedAt ?? recordedAt,
            UpdatedAt = domainEvent is IAuditOnly ? before!.UpdatedAt : recordedAt,
        };
    }
}
