using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>The client refuses. Where the stage has a rework edge and no other proposal is on offer, the deal goes back along it.</summary>
public sealed record DeclineProposal(ProposalId Proposal, Personal Reason) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status == ProposalStatus.Declined;

    protected override Rejection? Refuse(Situation at, Proposal found) => NotOffered(at, found);

    protected override Decision Change(Situation at, Proposal found)
    {
        var declined = new ProposalDeclined(Proposal, Reason);
        if (at.Process.Find(at.Deal.Stage?.Stage)?.Rework is not { } back || at.Process.Find(back) is not { } stage || OnOffer(at)) return Decision.Accept(declined);
        var cause = Cause.Rule("proposal.declined");
        return Decision.Accept([declined, .. StageFlow.Withdraw(at.Deal, cause), .. StageFlow.Enter(at, stage, StageMove.Rework, Reason, cause)]);
    }

    private bool OnOffer(Situation at) => at.Deal.Proposals.Values.Any(x =>
        x.Id != Proposal && x.Status is ProposalStatus.Accepted or ProposalStatus.Issued or ProposalStatus.Sent);
}
