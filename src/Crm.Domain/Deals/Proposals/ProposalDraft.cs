using System.Text.Json.Serialization;
using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// The content of a proposal, in a stream of its own: edits of a draft need not be loaded with the deal.
/// </summary>
public sealed record ProposalDraft(ProposalId Id, DealId Deal, ProposalContent Content)
{
    /// <summary>Snapshot of the client at the time of issue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }

    public static ProposalDraft? Evolve(ProposalDraft? before, ProposalId id, DomainEvent domainEvent) =>
        domainEvent switch
        {
            ProposalDraftWritten f => new ProposalDraft(id, f.Deal, f.Content),
            ProposalDraftEdited f => before is null ? null : before with { Content = f.Content },
            ProposalClientFrozen f => before is null ? null : before with { Client = f.Client },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no proposal knows"
            ),
        };
}

/// <summary>The first content of a draft.</summary>
public sealed record ProposalDraftWritten(DealId Deal, ProposalContent Content) : DomainEvent;

/// <summary>The content of a draft was changed.</summary>
public sealed record ProposalDraftEdited(ProposalContent Content) : DomainEvent;

/// <summary>The proposal was issued to this client (snapshot). The content does not change any more.</summary>
public sealed record ProposalClientFrozen(ClientRequisites Client) : DomainEvent;
