using System.Text.Json.Serialization;
using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Proposals;

/// <summary>The content of a proposal, on a stream of its own: its draft has a life that the deal need not carry.</summary>
public sealed record ProposalDraft(ProposalId Id, DealId Deal, ProposalContent Content)
{
    /// <summary>The client that it was issued to, as he stood then.</summary>
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

/// <summary>It was issued to this client, as he stood then: the end of its content's life.</summary>
public sealed record ProposalClientFrozen(ClientRequisites Client) : DomainEvent;
