using Crm.Domain.Deals.Prices;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// Freezes a draft under a number. A new revision supersedes the earlier ones of its number that are still on offer.
/// </summary>
/// <param name="Content">The draft's content, read in the same transaction.</param>
public sealed record IssueProposal(ProposalId Proposal, ProposalContent Content) : ProposalCommand(Proposal)
{
    /// <summary>Version of the content stream: an approved discount is approved for one version only.</summary>
    public int Revision { get; init; } = 1;

    public override bool NamesClient => true;

    public override AgreedPrices Judges => Content.Prices;

    protected override bool Holds(Proposal found) =>
        found.Status is ProposalStatus.Issued or ProposalStatus.Sent or ProposalStatus.Accepted;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found)
        ?? Past(at, found)
        ?? LineRule.Faults(Content)
        ?? Nothing(found)
        ?? Rule.SameCurrency(at, Content.Currency, at.Deal.Currency)
        ?? Unapproved(at, found);

    private Rejection? Past(DecisionContext at, Proposal found) =>
        !CommandContext.IsOver(at.Context.EndOf(Content.ValidUntil), at.HappenedAt)
            ? null
            : Rejection.Conflict(
                "proposal.expired",
                new Blocker(
                    "proposal.expired",
                    $"proposal:{found.Id}",
                    "a day not past",
                    $"{Content.ValidUntil}",
                    new Fix.EditProposal(found.Id)
                )
            );

    /// <summary>
    /// Refuses a proposal with alternatives only: an alternative replaces a main line and has no total of its own.
    /// </summary>
    private Rejection? Nothing(Proposal found) =>
        Content.Main.Any()
            ? null
            : Rejection.Conflict(
                "proposal.only_alternatives",
                new Blocker(
                    "proposal.only_alternatives",
                    $"proposal:{found.Id}",
                    "a line that is no alternative",
                    "none",
                    new Fix.EditProposal(found.Id)
                )
            );

    private Rejection? Unapproved(DecisionContext at, Proposal found)
    {
        var approval = found.Approval?.ContentRevision == Revision ? found.Approval : null;
        return approval?.Status == ApprovalStatus.Approved
            ? PriceRule.VatRefusal(at, Content.Prices)
            : PriceRule.Refuse(
                at,
                $"proposal:{found.Id}",
                Content.Prices,
                    // Nobody approves their own request.
                    approval?.Status != ApprovalStatus.Requested
                        ? new Fix.RequestDiscountApproval(found.Id)
                    : approval.By == at.Context.User ? new Fix.AskUserWith(DiscountRule.Permission)
                    : new Fix.ApproveDiscount(found.Id)
            );
    }

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        var before = found.Revises is { } revised ? at.Deal.Proposals.GetValueOrDefault(revised) : null;
        var revisions = at
            .Deal.Proposals.Values.Where(x => x.Number is not null && x.Number == before?.Number)
            .ToArray();
        var offered = revisions.Where(x => x.Status is ProposalStatus.Issued or ProposalStatus.Sent).ToArray();
        if (Clocks.Referring(at, [.. offered.Select(x => x.LatestAt)]) is { } early)
            return early;
        var number = before?.Number ?? "";
        var expires = at.Context.EndOf(Content.ValidUntil);
        var issued = new ProposalIssued(
            Proposal,
            number,
            revisions.Select(x => x.Revision).DefaultIfEmpty().Max() + 1,
            Content,
            Content.Total,
            Content.ValidUntil,
            expires,
            Timed: expires > at.Context.Now
        )
        {
            Client = at.Requisites,
            IsApprovalVoid = found.Approval is { } approval && approval.ContentRevision != Revision,
        };
        return Decision.Accept([issued, .. offered.Select(x => new ProposalSuperseded(x.Id, Proposal))]);
    }
}
