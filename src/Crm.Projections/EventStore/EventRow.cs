namespace Crm.Projections.EventStore;

/// <summary>An event with its metadata, as it is stored.</summary>
/// <param name="Sequence">Position in the sequence of all events.</param>
/// <param name="Version">Position in its stream, from 1.</param>
/// <param name="Type">The stored name of the event.</param>
/// <param name="User">The actor, as stored.</param>
/// <param name="Command">Operation id of the command that made it; null when none is recorded.</param>
/// <param name="Size">Characters of its stored JSON: roughly the memory that it takes.</param>
public sealed record EventRow(
    Guid Id,
    long Sequence,
    long Version,
    string Type,
    DomainEvent Data,
    DateTimeOffset RecordedAt,
    string? User,
    string? Correlation,
    string? Causation,
    string? Command,
    int Size
)
{
    /// <summary>What the catalogue says of its type.</summary>
    public EventCatalogue.Entry Entry => EventCatalogue.Of(Type);
}
