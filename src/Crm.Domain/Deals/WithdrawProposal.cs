using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>We take a draft or an offer back.</summary>
public sealed record WithdrawProposal(ProposalId Proposal, Personal Reason) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status == ProposalStatus.Withdrawn;

    protected override Rejection? Refuse(Situation at, Proposal found) =>
        found.Status == ProposalStatus.Draft ? null : NotOffered(at, found);

    protected override Decision Change(Situation at, Proposal found) =>
        Decision.Accept(new ProposalWithdrawn(Proposal, Reason));
}
