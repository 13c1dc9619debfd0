using Crm.Domain.Kernel;

namespace Crm.Projections.EventStore;

/// <summary>Takes the place of a stored event that this build cannot read; it is never stored.</summary>
/// <param name="Code">
/// <c>event.unreadable</c> (its content is damaged) or <c>event.type_unknown</c> (written by a newer build).
/// </param>
public sealed record UnreadableContent(string Code) : DomainEvent;
