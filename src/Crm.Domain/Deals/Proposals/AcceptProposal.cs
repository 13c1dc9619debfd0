using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// The client accepts. A deal has at most one accepted proposal: another one is superseded, unless an order was placed
/// from it.
/// </summary>
public sealed record AcceptProposal(ProposalId Proposal, Personal? Comment) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => found.Status == ProposalStatus.Accepted;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotOffered(at, found)
        ?? Expired(at, found)
        ?? (
            Ordered(at) is { } order
                ? Rejection.Conflict(
                    "proposal.already_ordered",
                    new Blocker(
                        "proposal.already_ordered",
                        $"proposal:{order.Proposal}",
                        "no order from it",
                        $"ordered: {order.Number}",
                        order.Lines.Values.All(x => x.Shipped.Quantity == 0)
                            ? new Fix.CancelOrderLines(at.Deal.Id, order.Id)
                            : null
                    )
                )
                : null
        );

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        if (Other(at) is not { } other)
            return Decision.Accept(new ProposalAccepted(Proposal, Comment));
        return Clocks.Referring(at, other.LatestAt) is { } early
            ? early
            : Decision.Accept(new ProposalSuperseded(other.Id, Proposal), new ProposalAccepted(Proposal, Comment));
    }

    /// <summary>An order from the accepted proposal blocks until it is cancelled completely.</summary>
    private Crm.Domain.Deals.Settlement.Order? Ordered(DecisionContext at) =>
        Other(at) is { } other
            ? at.Deal.Ledger.Orders.Values.FirstOrDefault(x =>
                x.Proposal == other.Id && x.Lines.Values.Any(y => y.Cancelled < y.Quantity)
            )
            : null;

    private Proposal? Other(DecisionContext at) =>
        at.Deal.Proposals.Values.FirstOrDefault(x => x.Status == ProposalStatus.Accepted && x.Id != Proposal);
}
