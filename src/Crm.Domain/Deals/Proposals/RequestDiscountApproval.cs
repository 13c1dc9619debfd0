using Crm.Domain.Deals.Prices;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// Requests approval of the prices of the draft's current content. Already satisfied when the caller needs none.
/// </summary>
/// <param name="Content">The draft's content, read in the same transaction.</param>
/// <param name="Revision">Version of the draft's content stream.</param>
public sealed record RequestDiscountApproval(
    ProposalId Proposal,
    ProposalContent Content,
    int Revision,
    Personal? Comment
) : ProposalCommand(Proposal)
{
    public override AgreedPrices Judges => Content.Prices;

    protected override bool Holds(Proposal found) => false;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found) ?? LineRule.Faults(Content);

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        var fix = new Fix.RequestDiscountApproval(found.Id);
        if (!PriceRule.Reasons(at, $"proposal:{found.Id}", Content.Prices, fix).Any())
            return Decision.AlreadySatisfied;
        var percent = PriceRule.LargestDiscount(at, Content.Prices);
        return
            found.Approval is { Status: not ApprovalStatus.Rejected } approval && approval.ContentRevision == Revision
            ? Decision.AlreadySatisfied
            : Decision.Accept(new DiscountApprovalRequested(Proposal, percent, Revision, at.Context.User, Comment));
    }
}
