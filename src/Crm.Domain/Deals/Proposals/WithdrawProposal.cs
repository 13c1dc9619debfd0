using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>We withdraw a draft or an offer.</summary>
public sealed record WithdrawProposal(ProposalId Proposal, Personal Reason) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status == ProposalStatus.Withdrawn;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        found.Status == ProposalStatus.Draft ? null : NotOffered(at, found);

    protected override Decision Change(DecisionContext at, Proposal found) =>
        Decision.Accept(new ProposalWithdrawn(Proposal, Reason));
}
