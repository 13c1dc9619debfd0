using Crm.Domain.Deals.Process;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

/// <summary>Places an order: from a proposal that was issued, or free.</summary>
/// <param name="Lines">The proposal's lines, or those given.</param>
public sealed record PlaceOrder(OrderId Id, ProposalId? Proposal, bool PriceIncludesVat, Currency Currency, ImmutableArray<PricedLine> Lines) : DealCommand
{
    protected override Decision Judge(Situation at)
    {
        if (at.Deal.Ledger.Orders.ContainsKey(Id)) return Rejection.Conflict("id.taken");
        if ((LineRule.Faults(Lines) ?? Rule.SameCurrency(at, Currency, at.Deal.Currency)) is { } refused) return refused;
        var from = Proposal is { } id ? at.Deal.Proposals.GetValueOrDefault(id) : null;
        if (Proposal is not null && from is null) return Rejection.Invalid("/proposalId", "proposal.not_found", "a proposal of this deal");
        if (from is { Status: ProposalStatus.Draft })
            return Refused("proposal.not_issued", from, "issued or accepted", Fix.To("issueProposal", ("proposalId", from.Id)));
        if (from is { Status: ProposalStatus.Declined or ProposalStatus.Withdrawn or ProposalStatus.Superseded })
            return Refused("proposal.not_open", from, "issued or accepted", Fix.To("reviseProposal", ("proposalId", from.Id)));
        if (from is not null && from.Status != ProposalStatus.Accepted && from.ExpiredAt(at.HappenedAt))
            return Refused("proposal.expired", from, "not expired", Fix.To("reviseProposal", ("proposalId", from.Id)));
        if ((from is null ? Clocks.Adding(at) : Clocks.Referring(at, from.LatestAt)) is { } early) return early;
        return Decision.Accept(new OrderPlaced(Id, "", Proposal, PriceIncludesVat, Currency, Lines));
    }

    private static Rejection Refused(string code, Proposal from, string expected, Fix fix) =>
        Rejection.Conflict(code, new Blocker(code, $"proposal:{from.Id}", expected, from.Status.ToString().ToLowerInvariant(), fix));
}
