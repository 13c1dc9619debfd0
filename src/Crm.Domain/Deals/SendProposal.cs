using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Notes that an issued proposal went to the client.</summary>
public sealed record SendProposal(ProposalId Proposal) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status is ProposalStatus.Sent or ProposalStatus.Accepted;

    protected override Rejection? Refuse(Situation at, Proposal found) => NotOffered(at, found) ?? Expired(at, found);

    protected override Decision Change(Situation at, Proposal found) => Decision.Accept(new ProposalSent(Proposal));
}
