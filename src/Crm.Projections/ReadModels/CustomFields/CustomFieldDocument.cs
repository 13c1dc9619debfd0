using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.CustomFields;

/// <summary>Current state of a custom field.</summary>
public sealed record CustomFieldDocument(Guid Id, CustomField State, DateTimeOffset RecordedAt, int Version = 1)
{
    /// <summary>
    /// The stream id is derived from owner and code: defining a field twice collides in the event store.
    /// </summary>
    public static Guid StreamOf(FieldOwner owner, string code) =>
        CodeStream.Of("custom-field", $"{owner.ToString().ToLowerInvariant()}:{code}");
}

public sealed class CustomFieldProjection() : StreamProjection<CustomFieldDocument>("custom_field")
{
    public override CustomFieldDocument? Evolve(CustomFieldDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static CustomFieldDocument? After(
        CustomFieldDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset at
    ) =>
        CustomField.Evolve(before?.State, domainEvent) is { } state
            ? new(id, state, before?.RecordedAt ?? at, (before?.Version ?? 0) + 1)
            : null;
}
