using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>The client agrees. One accepted proposal at a time: another is superseded, unless an order was placed from it.</summary>
public sealed record AcceptProposal(ProposalId Proposal, Personal? Comment) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status == ProposalStatus.Accepted;

    protected override Rejection? Refuse(Situation at, Proposal found) =>
        NotOffered(at, found) ?? Expired(at, found) ?? (Other(at) is { Ordered: true } ordered
            ? Rejection.Conflict("proposal.already_ordered", new Blocker("proposal.already_ordered", $"proposal:{ordered.Id}", "no order from it", "ordered",
                Fix.To("cancelOrderLines", ("dealId", at.Deal.Id),
                    ("orderId", at.Deal.Ledger.Orders.Values.First(x => x.Proposal == ordered.Id).Id))))
            : null);

    protected override Decision Change(Situation at, Proposal found)
    {
        if (Other(at) is not { } other) return Decision.Accept(new ProposalAccepted(Proposal, Comment));
        return Clocks.Referring(at, other.LatestAt) is { } early ? early
            : Decision.Accept(new ProposalSuperseded(other.Id, Proposal), new ProposalAccepted(Proposal, Comment));
    }

    private Proposal? Other(Situation at) => at.Deal.Proposals.Values.FirstOrDefault(x => x.Status == ProposalStatus.Accepted && x.Id != Proposal);
}
