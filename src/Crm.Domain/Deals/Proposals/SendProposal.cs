using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>Records that an issued proposal was sent to the client.</summary>
public sealed record SendProposal(ProposalId Proposal) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status is ProposalStatus.Sent or ProposalStatus.Accepted;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotOffered(at, found) ?? Expired(at, found);

    protected override Decision Change(DecisionContext at, Proposal found) =>
        Decision.Accept(new ProposalSent(Proposal));
}
