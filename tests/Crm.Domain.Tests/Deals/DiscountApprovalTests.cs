namespace Crm.Domain.Tests;

/// <summary>Discounts above the caller's limit: approval is requested, granted or rejected, each time for one content of a draft.</summary>
public sealed class DiscountApprovalTests
{
    private static readonly ProposalContent Off15 = Content(Priced(Chairs, 10, 100, discount: 15));
    private static readonly Story Drafted = Deals.Simple.Did(new DraftProposal(Offer, Off15));
    private static readonly RequestDiscountApproval Asking = new(Offer, Off15, 1, Why);
    private static readonly Story Asked = Drafted.Did(Asking, limit: 10);

    [Fact]
    public void Above_the_limit_it_is_not_issued_before_it_is_approved()
    {
        Given(Drafted)
            .When(new IssueProposal(Offer, Off15), limit: 10)
            .ThenRefused(
                "discount.approval_required",
                Blocked.OfProposal("discount.approval_required", Offer, "<= 10 %", "15 %", "requestDiscountApproval"),
                OfLine("15 %", "requestDiscountApproval")
            );
        Given(Drafted).When(new IssueProposal(Offer, Off15), limit: 15).Then(Issued);
        Given(Drafted).When(new IssueProposal(Offer, Off15), limit: null).Then(Issued);
        var asked = Given(Drafted)
            .When(Asking, limit: 10)
            .Then(new DiscountApprovalRequested(Offer, 15.00m, 1, Anna, Why));
        Given(asked)
            .When(new IssueProposal(Offer, Off15), limit: 10)
            .ThenRefused(
                "discount.approval_required",
                Blocked.OfProposal("discount.approval_required", Offer, "<= 10 %", "15 %", "approveDiscount") with
                {
                    Fix = Approver,
                },
                OfLine("15 %", "approveDiscount") with
                {
                    Fix = Approver,
                }
            );
        Given(asked)
            .When(new IssueProposal(Offer, Off15), user: Boris, limit: 10)
            .ThenRefused(
                "discount.approval_required",
                Blocked.OfProposal("discount.approval_required", Offer, "<= 10 %", "15 %", "approveDiscount"),
                OfLine("15 %", "approveDiscount")
            );
        var approved = Given(asked)
            .When(Approve(1, Why), user: Boris)
            .Then(new DiscountApproved(Offer, 15.00m, 1, Why));
        Given(approved).When(new IssueProposal(Offer, Off15), limit: 10).Then(Issued);
    }

    [Fact]
    public void An_approval_names_the_content_that_the_approver_has_seen()
    {
        var edited = Asked.Did(Asking with { Revision = 2 }, limit: 10);
        Given(edited)
            .When(Approve(2, Why) with { Seen = 1 }, user: Boris)
            .ThenRefused(
                "discount.changed",
                Blocked.OfProposal("discount.changed", Offer, "content version 2", "content version 1", "getProposal")
            );
        var approved = Given(edited)
            .When(Approve(2, Why), user: Boris)
            .Then(new DiscountApproved(Offer, 15.00m, 2, Why));
        Given(approved)
            .When(Approve(2, Why) with { Seen = 1 }, user: Boris)
            .Decision.Refused!.Code.Should()
            .Be("discount.changed", "a repetition for another content approves nothing");
    }

    [Fact]
    public void An_edit_makes_the_approval_void()
    {
        var approved = Asked.Did(Approve(1, null));
        Given(approved)
            .When(new IssueProposal(Offer, Off15) { Revision = 2 }, limit: 10)
            .ThenRefused(
                "discount.approval_required",
                Blocked.OfProposal("discount.approval_required", Offer, "<= 10 %", "15 %", "requestDiscountApproval"),
                OfLine("15 %", "requestDiscountApproval")
            );
        Given(approved)
            .When(Asking with { Revision = 2 }, limit: 10)
            .Then(new DiscountApprovalRequested(Offer, 15.00m, 2, Anna, Why));
        Given(Asked)
            .When(Approve(2, null), user: Boris)
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal(
                    "discount.not_requested",
                    Offer,
                    "requested for revision 2",
                    "requested for revision 1",
                    "issueProposal"
                )
            );
    }

    [Fact]
    public void An_approval_covers_only_the_discount_it_names()
    {
        Given(Asked).When(Approve(1, null, 15), user: Boris).Then(new DiscountApproved(Offer, 15.00m, 1, null));
        var off30 = Content(Priced(Chairs, 10, 100, discount: 30));
        var more = Asked.Did(new RequestDiscountApproval(Offer, off30, 2, null), limit: 10);
        Given(more)
            .When(Approve(2, null, 15), user: Boris)
            .ThenRefused(
                "discount.changed",
                Blocked.OfProposal("discount.changed", Offer, "30 %", "15 %", "getProposal")
            );
        var approved = Given(more)
            .When(Approve(2, null, 30.00m), user: Boris)
            .Then(new DiscountApproved(Offer, 30.0m, 2, null));
        Given(approved).When(Approve(2, null, 30), user: Boris).ThenHolds();
        Given(approved)
            .When(Approve(2, null, 15), user: Boris)
            .ThenRefused(
                "discount.changed",
                Blocked.OfProposal("discount.changed", Offer, "30 %", "15 %", "getProposal")
            );
        Given(Drafted)
            .When(Approve(1, null, 15), user: Boris)
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal("discount.not_requested", Offer, "requested for revision 1", "none", "issueProposal")
            );
    }

    [Fact]
    public void A_rejection_has_a_reason_and_may_be_asked_again()
    {
        var rejected = Given(Asked)
            .When(new RejectDiscount(Offer, 1, Why), user: Boris)
            .Then(new DiscountRejected(Offer, 15.00m, 1, Why));
        Given(rejected).When(new RejectDiscount(Offer, 1, Why), user: Boris).ThenHolds();
        Given(rejected)
            .When(Approve(1, null), user: Boris)
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal(
                    "discount.not_requested",
                    Offer,
                    "requested for revision 1",
                    "rejected for revision 1",
                    "issueProposal"
                )
            );
        Given(rejected)
            .When(new IssueProposal(Offer, Off15), limit: 10)
            .ThenRefused(
                "discount.approval_required",
                Blocked.OfProposal("discount.approval_required", Offer, "<= 10 %", "15 %", "requestDiscountApproval"),
                OfLine("15 %", "requestDiscountApproval")
            );
        Given(rejected).When(Asking, limit: 10).Then(new DiscountApprovalRequested(Offer, 15.00m, 1, Anna, Why));
    }

    [Fact]
    public void What_holds_already_is_no_event()
    {
        Given(Asked).When(Asking, limit: 10).ThenHolds();
        Given(Drafted).When(Asking, limit: 15).ThenHolds();
        Given(Drafted).When(Asking, limit: null).ThenHolds();
        var approved = Asked.Did(Approve(1, null));
        Given(approved).When(Approve(1, Why), user: Boris).ThenHolds();
        Given(approved).When(Asking, limit: 10).ThenHolds();
        Given(approved)
            .When(new RejectDiscount(Offer, 1, Why), user: Boris)
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal(
                    "discount.not_requested",
                    Offer,
                    "requested for revision 1",
                    "approved for revision 1",
                    "requestDiscountApproval"
                )
            );
    }

    [Fact]
    public void Whoever_needs_an_approval_asks_for_it_and_whoever_needs_none_issues()
    {
        Given(Drafted)
            .When(Approve(1, null), limit: 10)
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal(
                    "discount.not_requested",
                    Offer,
                    "requested for revision 1",
                    "none",
                    "requestDiscountApproval"
                )
            );
        Given(Drafted)
            .When(Approve(1, null), limit: 15)
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal("discount.not_requested", Offer, "requested for revision 1", "none", "issueProposal")
            );
    }

    [Fact]
    public void A_requester_approves_only_what_they_could_have_issued()
    {
        Given(Asked)
            .When(Approve(1, null), limit: 14.99m)
            .ThenRefused(
                "discount.own_request",
                new Blocker("discount.own_request", $"proposal:{Offer}", "another user", $"user:{Anna}", Approver)
            );
        Given(Asked).When(Approve(1, null), limit: 15).Then(new DiscountApproved(Offer, 15.00m, 1, null));
        Given(Asked).When(Approve(1, null), user: Boris, limit: 5).Then(new DiscountApproved(Offer, 15.00m, 1, null));
        Given(Asked)
            .When(new RejectDiscount(Offer, 1, Why), limit: 10)
            .Then(new DiscountRejected(Offer, 15.00m, 1, Why));
    }

    [Fact]
    public void Only_existing_drafts_are_decided()
    {
        Given(Drafted)
            .When(Approve(1, null))
            .ThenRefused(
                "discount.not_requested",
                Blocked.OfProposal("discount.not_requested", Offer, "requested for revision 1", "none", "issueProposal")
            );
        Given(Drafted).When(Asking with { Proposal = OtherOffer }, limit: 10).ThenNotFound("proposal.not_found");
        var issued = Drafted.Did(new IssueProposal(Offer, Off15));
        foreach (var command in new DealCommand[] { Asking, Approve(1, null), new RejectDiscount(Offer, 1, Why) })
            Given(issued)
                .When(command, limit: 10)
                .ThenRefused(
                    "proposal.not_draft",
                    Blocked.OfProposal("proposal.not_draft", Offer, "draft", "issued", "reviseProposal")
                );
        Given(Drafted.Did(Verbs.Lose)).When(Asking, limit: 10).ThenClosed("lost");
        Given(Asked)
            .When(Approve(1, null), at: Asked.Events[^1].HappenedAt.AddSeconds(-1), user: Boris)
            .ThenTooEarly(Asked.Events[^1].HappenedAt);
    }

    [Fact]
    public void An_order_without_a_proposal_does_not_bypass_the_limit()
    {
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, Off15.Lines[0]), limit: 10)
            .ThenRefused(
                "discount.approval_required",
                new Blocker(
                    "discount.approval_required",
                    $"order:{TheOrder}",
                    "<= 10 %",
                    "15 %",
                    Fixes.To("draftProposal", ("dealId", TheDeal))
                ),
                Blocked.OfLine(
                    "discount.approval_required",
                    "<= 10 %",
                    "15 %",
                    Fixes.To("draftProposal", ("dealId", TheDeal))
                )
            );
        Given(Deals.Simple)
            .When(
                Verbs.OrderOf(null, TenChairs) with
                {
                    Lines = Pricing.Of([TenChairs.Asked()], false, Rub, new(11, null)),
                    Discount = new(11, null),
                },
                limit: 10
            )
            .Decision.Refused!.Code.Should()
            .Be("discount.approval_required");
        Given(Drafted.Did(new IssueProposal(Offer, Off15)))
            .When(Verbs.OrderOf(Offer, Off15.Lines[0]), limit: 10)
            .Then(new OrderPlaced(TheOrder, "O-2026-000001", Offer, false, Rub, Off15.Lines));
    }

    [Fact]
    public void The_approval_keeps_status_discount_revision_and_requester()
    {
        var approved = Asked.Did(Approve(1, null));
        approved.Deal.Proposals[Offer].Approval.Should().Be(new DiscountApproval(ApprovalStatus.Approved, 15, 1, Anna));
        Asked.Deal.Proposals[Offer].Approval.Should().Be(new DiscountApproval(ApprovalStatus.Requested, 15, 1, Anna));
    }

    private static ApproveDiscount Approve(int revision, Personal? comment, decimal? percent = null) =>
        new(Offer, Off15, revision, revision, comment, percent);

    private static ProposalIssued Issued =>
        new(Offer, "P-2026-000001", 1, Off15, Roubles(1020), new DateOnly(2026, 3, 31), Utc(3, 31, "20:59:59"), true);

    /// <summary>Nobody approves their own request: the users who may are listed.</summary>
    private static Fix Approver => new Fix.AskUserWith("discount.approve");

    private static Blocker OfLine(string actual, string fix) =>
        Blocked.OfLine("discount.approval_required", "<= 10 %", actual, Fixes.To(fix, ("proposalId", Offer)));
}
