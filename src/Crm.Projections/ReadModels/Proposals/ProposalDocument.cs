using System.Text.Json.Serialization;
using Crm.Domain.Deals.Proposals;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Proposals;

/// <summary>The inline document of a proposal's content; where it stands is the deal's.</summary>
public sealed class ProposalDocument
{
    public Guid Id { get; init; }
    public required ProposalDraft State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of events of the content: what If-Match of a draft compares.</summary>
    public int Revision { get; init; }

    /// <summary>The same without the end of its life: what an approval of a discount is about.</summary>
    [JsonIgnore]
    public int ContentRevision => State.Client is null ? Revision : Revision - 1;

    /// <summary>Folds one event; null where the stream holds something else.</summary>
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

/// <summary>Teaches the store how a proposal's events fold.</summary>
public sealed class ProposalProjection() : StreamProjection<ProposalDocument>("proposal")
{
    public override ProposalDocument? Evolve(ProposalDocument? snapshot, Guid id, IEvent e) =>
        ProposalDocument.After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);
}
