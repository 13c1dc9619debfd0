using Crm.Domain.Deals.Prices;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Places an order: from an issued proposal, or free.</summary>
/// <param name="Lines">The proposal's lines, or those given.</param>
public sealed record PlaceOrder(
    OrderId Id,
    ProposalId? Proposal,
    bool PriceIncludesVat,
    Currency Currency,
    ImmutableArray<PricedLine> Lines
) : DealCommand
{
    /// <summary>
    /// Discount of the whole document; the lines already include their shares. For an order from a proposal it is
    /// informational.
    /// </summary>
    public DocumentDiscount? Discount { get; init; }

    /// <summary>
    /// Prices of an issued proposal are within the limit or approved already. What a choice of its lines changes is judged
    /// by <see cref="PlaceOrderFromProposal" />.
    /// </summary>
    public override AgreedPrices? Judges => Proposal is null ? new(Lines, Currency, Discount) : null;

    protected override Decision DecideCore(DecisionContext at) => Place(at);

    internal Decision Place(DecisionContext at)
    {
        if (at.Deal.Ledger.Orders.ContainsKey(Id))
            return Rejection.Conflict("id.taken");
        if (
            (
                LineRule.Faults(Lines, Currency, Proposal is null ? Discount : null)
                ?? Rule.SameCurrency(at, Currency, at.Deal.Currency)
            ) is
            { } refused
        )
            return refused;
        var from = Proposal is { } id ? at.Deal.Proposals.GetValueOrDefault(id) : null;
        if (Proposal is not null && from is null)
            return Rejection.Invalid("/proposalId", "proposal.not_found", "a proposal of this deal");
        if (from is { Status: ProposalStatus.Draft })
            return Refused("proposal.not_issued", from, "issued or accepted", new Fix.IssueProposal(from.Id));
        if (from is { Status: ProposalStatus.Declined or ProposalStatus.Withdrawn or ProposalStatus.Superseded })
            return Refused("proposal.not_open", from, "issued or accepted", new Fix.ReviseProposal(from.Id));
        if (from is not null && from.Status != ProposalStatus.Accepted && from.ExpiredAt(at.HappenedAt))
            return Refused("proposal.expired", from, "not expired", new Fix.ReviseProposal(from.Id));
        if (PriceRule.Refuse(at, $"order:{Id}", Judges, new Fix.DraftProposal(at.Deal.Id)) is { } beyond)
            return beyond;
        if ((from is null ? Clocks.Adding(at) : Clocks.Referring(at, from.LatestAt)) is { } early)
            return early;
        return Decision.Accept(
            new OrderPlaced(Id, "", Proposal, PriceIncludesVat, Currency, Lines) { Discount = Discount }
        );
    }

    private static Rejection Refused(string code, Proposal from, Phrase expected, Fix fix) =>
        Rejection.Conflict(code, new Blocker(code, $"proposal:{from.Id}", expected, Phrase.Word(from.Status), fix));
}
