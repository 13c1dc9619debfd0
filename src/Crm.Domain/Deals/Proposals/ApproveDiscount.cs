using Crm.Domain.Deals.Prices;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// Approves the prices that were requested, for the content that the approver has seen. Users cannot approve their own
/// request, unless they could have agreed these prices without one.
/// </summary>
/// <param name="Content">The draft's content, read in the same transaction.</param>
/// <param name="Revision">Version of the draft's content stream.</param>
/// <param name="Seen">The version that the approver has seen: nobody approves a content that they have not seen.</param>
/// <param name="Percent">The discount that the approver has seen; null: the one of that content.</param>
public sealed record ApproveDiscount(
    ProposalId Proposal,
    ProposalContent Content,
    int Revision,
    int Seen,
    Personal? Comment,
    decimal? Percent = null
) : ProposalCommand(Proposal)
{
    public override AgreedPrices Judges => Content.Prices;

    protected override bool Holds(Proposal found) =>
        DiscountRule.Decided(found, ApprovalStatus.Approved, Revision) && Seen == Revision && !Differs(found);

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found)
        ?? Changed(found)
        ?? DiscountRule.NotAsked(found, Revision, Missing(at, found))
        ?? Own(at, found);

    protected override Decision Change(DecisionContext at, Proposal found) =>
        Decision.Accept(new DiscountApproved(Proposal, found.Approval!.Percent, Revision, Comment));

    private bool Differs(Proposal found) =>
        Percent is { } seen && found.Approval is { } approval && approval.Percent != seen;

    private Rejection? Changed(Proposal found) =>
        Seen != Revision ? Changed(found, $"content version {Revision}", $"content version {Seen}")
        : Differs(found)
        && found.Approval is { Status: ApprovalStatus.Requested or ApprovalStatus.Approved } approval
        && approval.ContentRevision == Revision
            ? Changed(found, $"{PriceRule.Text(approval.Percent)}", $"{Percent!.Value} %")
        : null;

    private static Rejection Changed(Proposal found, Phrase expected, Phrase actual) =>
        Rejection.Conflict(
            "discount.changed",
            new Blocker("discount.changed", $"proposal:{found.Id}", expected, actual, new Fix.ReviewProposal(found.Id))
        );

    /// <summary>
    /// What comes before an approval: a request. A caller who needs no approval could not make one, but may issue the proposal.
    /// </summary>
    private Fix Missing(DecisionContext at, Proposal found) =>
        NeedsApproval(at, found) ? new Fix.RequestDiscountApproval(found.Id) : new Fix.IssueProposal(found.Id);

    private bool NeedsApproval(DecisionContext at, Proposal found) =>
        PriceRule.Reasons(at, $"proposal:{found.Id}", Content.Prices, new Fix.RequestDiscountApproval(found.Id)).Any();

    private Rejection? Own(DecisionContext at, Proposal found) =>
        found.Approval!.By == at.Context.User && NeedsApproval(at, found)
            ? Rejection.Conflict(
                "discount.own_request",
                new Blocker(
                    "discount.own_request",
                    $"proposal:{found.Id}",
                    "another user",
                    $"user:{at.Context.User}",
                    new Fix.AskUserWith(DiscountRule.Permission)
                )
            )
            : null;
}

/// <summary>Rejects a requested discount, with a reason.</summary>
public sealed record RejectDiscount(ProposalId Proposal, int Revision, Personal Reason) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => DiscountRule.Decided(found, ApprovalStatus.Rejected, Revision);

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found) ?? DiscountRule.NotAsked(found, Revision, new Fix.RequestDiscountApproval(found.Id));

    protected override Decision Change(DecisionContext at, Proposal found) =>
        Decision.Accept(new DiscountRejected(Proposal, found.Approval!.Percent, Revision, Reason));
}

/// <summary>Rules that approving and rejecting share.</summary>
internal static class DiscountRule
{
    /// <summary>What users need who approve and reject.</summary>
    public static string Permission => Access.Permissions.DiscountApprove.Name;

    public static bool Decided(Proposal found, ApprovalStatus status, int revision) =>
        found.Status == ProposalStatus.Draft
        && found.Approval is { } approval
        && approval.Status == status
        && approval.ContentRevision == revision;

    /// <summary>Refuses unless the request is about the current content and still undecided.</summary>
    public static Rejection? NotAsked(Proposal found, int revision, Fix fix) =>
        found.Approval is { Status: ApprovalStatus.Requested } asked && asked.ContentRevision == revision
            ? null
            : Rejection.Conflict(
                "discount.not_requested",
                new Blocker(
                    "discount.not_requested",
                    $"proposal:{found.Id}",
                    $"requested for revision {revision}",
                    found.Approval is { } approval
                        ? (Phrase)$"{approval.Status} for revision {approval.ContentRevision}"
                        : "none",
                    fix
                )
            );
}
