using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Freezes a draft under a number. A new revision supersedes those of its number that are still on offer.</summary>
/// <param name="Content">The draft's content, read in the same transaction.</param>
public sealed record IssueProposal(ProposalId Proposal, ProposalContent Content) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) =>
        found.Status is ProposalStatus.Issued or ProposalStatus.Sent or ProposalStatus.Accepted;

    protected override Rejection? Refuse(Situation at, Proposal found) =>
        found.Status != ProposalStatus.Draft ? WrongStatus("proposal.not_draft", found, "draft", Fix.To("reviseProposal", ("proposalId", found.Id)))
        : Intent.IsOver(at.Intent.EndOf(Content.ValidUntil), at.HappenedAt)
            ? Rejection.Conflict("proposal.expired", new Blocker("proposal.expired", $"proposal:{found.Id}", "a day not past",
                Content.ValidUntil.ToString("O", System.Globalization.CultureInfo.InvariantCulture), Fix.To("editProposal", ("proposalId", found.Id))))
        : LineRule.Faults(Content.Lines) ?? Rule.SameCurrency(at, Content.Currency, at.Deal.Currency);

    protected override Decision Change(Situation at, Proposal found)
    {
        var before = found.Revises is { } revised ? at.Deal.Proposals.GetValueOrDefault(revised) : null;
        var revisions = at.Deal.Proposals.Values.Where(x => x.Number is not null && x.Number == before?.Number).ToArray();
        var offered = revisions.Where(x => x.Status is ProposalStatus.Issued or ProposalStatus.Sent).ToArray();
        if (Clocks.Referring(at, [.. offered.Select(x => x.LatestAt)]) is { } early) return early;
        var number = before?.Number ?? "";
        var expires = at.Intent.EndOf(Content.ValidUntil);
        var issued = new ProposalIssued(Proposal, number, revisions.Select(x => x.Revision).DefaultIfEmpty().Max() + 1, Content, Content.Total, Content.ValidUntil, expires, Timed: expires > at.Intent.Now);
        return Decision.Accept([issued, .. offered.Select(x => new ProposalSuperseded(x.Id, Proposal))]);
    }
}
