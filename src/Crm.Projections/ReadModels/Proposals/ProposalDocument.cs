using System.Text.Json.Serialization;
using Crm.Domain.Deals.Proposals;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Proposals;

/// <summary>The inline document of a proposal's content; its status is part of the deal.</summary>
public sealed class ProposalDocument
{
    public Guid Id { get; init; }
    public required ProposalDraft State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of events of the content stream: If-Match of a draft compares with it.</summary>
    public int Revision { get; init; }

    /// <summary>The same without the event of the issue: the revision that a discount approval is about.</summary>
    [JsonIgnore]
    public int ContentRevision => State.Client is null ? Revision : Revision - 1;

    /// <summary>Folds one event; null when the stream is of another type.</summary>
    public static ProposalDocument? After(
        ProposalDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        ProposalDraft.Evolve(before?.State, new ProposalId(id), domainEvent) is { } state
            ? new()
            {
                Id = id,
                State = state,
                RecordedAt = before?.RecordedAt ?? recordedAt,
                UpdatedAt = recordedAt,
                Revision = (before?.Revision ?? 0) + 1,
            }
            : null;
}

/// <summary>Tells Marten how to fold the events of a proposal.</summary>
public sealed class ProposalProjection() : StreamProjection<ProposalDocument>("proposal")
{
    public override ProposalDocument? Evolve(ProposalDocument? snapshot, Guid id, IEvent e) =>
        ProposalDocument.After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);
}
