using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// Approves a requested discount. Users cannot approve their own request, unless they could have given the discount
/// without one.
/// </summary>
/// <param name="Revision">Version of the draft's content stream.</param>
/// <param name="Percent">The discount that the approver has seen; null: whatever is requested.</param>
public sealed record ApproveDiscount(ProposalId Proposal, int Revision, Personal? Comment, decimal? Percent = null)
    : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) =>
        DiscountRule.Decided(found, ApprovalStatus.Approved, Revision) && !Differs(found);

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found) ?? Changed(found) ?? DiscountRule.NotAsked(found, Revision) ?? Own(at, found);

    protected override Decision Change(DecisionContext at, Proposal found) =>
        Decision.Accept(new DiscountApproved(Proposal, found.Approval!.Percent, Revision, Comment));

    private bool Differs(Proposal found) =>
        Percent is { } seen && found.Approval is { } approval && approval.Percent != seen;

    /// <summary>
    /// The request was replaced after the approver read it: nobody approves a discount that they have not seen.
    /// </summary>
    private Rejection? Changed(Proposal found) =>
        Differs(found)
        && found.Approval is { Status: ApprovalStatus.Requested or ApprovalStatus.Approved } approval
        && approval.ContentRevision == Revision
            ? Rejection.Conflict(
                "discount.changed",
                new Blocker(
                    "discount.changed",
                    $"proposal:{found.Id}",
                    DiscountLimit.Text(approval.Percent),
                    $"{ValueText.Of(Percent!.Value)} %",
                    new Fix.ReviewProposal(found.Id)
                )
            )
            : null;

    private static Rejection? Own(DecisionContext at, Proposal found) =>
        found.Approval!.By == at.Context.User && at.Context.DiscountLimit is { } limit && found.Approval.Percent > limit
            ? Rejection.Conflict(
                "discount.own_request",
                new Blocker(
                    "discount.own_request",
                    $"proposal:{found.Id}",
                    "another user",
                    $"user:{at.Context.User}",
                    null
                )
            )
            : null;
}

/// <summary>Rejects a requested discount, with a reason.</summary>
public sealed record RejectDiscount(ProposalId Proposal, int Revision, Personal Reason) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => DiscountRule.Decided(found, ApprovalStatus.Rejected, Revision);

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found) ?? DiscountRule.NotAsked(found, Revision);

    protected override Decision Change(DecisionContext at, Proposal found) =>
        Decision.Accept(new DiscountRejected(Proposal, found.Approval!.Percent, Revision, Reason));
}

/// <summary>Rules that approving and rejecting share.</summary>
internal static class DiscountRule
{
    public static bool Decided(Proposal found, ApprovalStatus status, int revision) =>
        found.Status == ProposalStatus.Draft
        && found.Approval is { } approval
        && approval.Status == status
        && approval.ContentRevision == revision;

    /// <summary>Refuses unless the request is about the current content and still undecided.</summary>
    public static Rejection? NotAsked(Proposal found, int revision) =>
        found.Approval is { Status: ApprovalStatus.Requested } asked && asked.ContentRevision == revision
            ? null
            : Rejection.Conflict(
                "discount.not_requested",
                new Blocker(
                    "discount.not_requested",
                    $"proposal:{found.Id}",
                    $"requested for revision {revision}",
                    found.Approval is { } approval
                        ? $"{approval.Status.ToString().ToLowerInvariant()} for revision {approval.ContentRevision}"
                        : "none",
                    new Fix.RequestDiscountApproval(found.Id)
                )
            );
}
