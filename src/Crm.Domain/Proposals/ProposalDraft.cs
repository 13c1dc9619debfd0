using Crm.Domain.Deals;

namespace Crm.Domain.Proposals;

/// <summary>The content of a proposal, on a stream of its own: its draft has a life that the deal need not carry.</summary>
public sealed record ProposalDraft(ProposalId Id, DealId Deal, ProposalContent Content)
{
    public static ProposalDraft? Evolve(ProposalDraft? before, ProposalId id, Fact fact) => fact switch
    {
        ProposalDraftWritten f => new ProposalDraft(id, f.Deal, f.Content),
        ProposalDraftEdited f => before is null ? null : before with { Content = f.Content },
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "a fact that no proposal knows"),
    };
}

/// <summary>The first content of a draft.</summary>
public sealed record ProposalDraftWritten(DealId Deal, ProposalContent Content) : Fact;

/// <summary>The content of a draft was changed.</summary>
public sealed record ProposalDraftEdited(ProposalContent Content) : Fact;
