using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// The client declines. If the stage has a rework edge and no other proposal is on offer, the deal goes back along it.
/// </summary>
public sealed record DeclineProposal(ProposalId Proposal, Personal Reason) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status == ProposalStatus.Declined;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) => NotOffered(at, found);

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        var declined = new ProposalDeclined(Proposal, Reason);
        return OnOffer(at)
            ? Decision.Accept(declined)
            : Decision.Accept([
                declined,
                .. StageFlow.Rework(at, ReworkOn.ProposalDeclined, Reason, Cause.Rule("proposal.declined")),
            ]);
    }

    private bool OnOffer(DecisionContext at) =>
        at.Deal.Proposals.Values.Any(x =>
            x.Id != Proposal && x.Status is ProposalStatus.Accepted or ProposalStatus.Issued or ProposalStatus.Sent
        );
}
