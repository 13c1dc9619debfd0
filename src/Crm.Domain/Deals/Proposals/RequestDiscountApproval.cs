using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// Requests a discount above the user's limit for the current content of the draft. Refused when the discount is within
/// the limit.
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
    protected override bool Holds(Proposal found) => false;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found) ?? LineRule.Faults(Content);

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        var percent = DiscountFound.In(Content.Lines, Content.Currency, Content.Discount).Largest;
        if (at.Context.DiscountLimit is not { } limit || percent <= limit)
            return Decision.AlreadySatisfied;
        return
            found.Approval is { Status: not ApprovalStatus.Rejected } approval && approval.ContentRevision == Revision
            ? Decision.AlreadySatisfied
            : Decision.Accept(new DiscountApprovalRequested(Proposal, percent, Revision, at.Context.User, Comment));
    }
}
