using Crm.Domain.Deals.Settlement;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>Starts a proposal. Its content is written to a stream of its own in the same transaction.</summary>
public sealed record DraftProposal(ProposalId Id, ProposalContent Content) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Proposals.ContainsKey(Id) ? Rejection.Conflict("id.taken")
        : (LineRule.Faults(Content) ?? Rule.SameCurrency(at, Content.Currency, at.Deal.Currency) ?? Clocks.Adding(at))
            is { } refused
            ? refused
        : Decision.Accept(new ProposalDrafted(Id, null, Content.Currency));
}

/// <summary>Starts a new revision of an issued proposal.</summary>
public sealed record ReviseProposal(ProposalId Proposal, ProposalId Draft) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => false;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        found.Status == ProposalStatus.Draft
            ? WrongStatus("proposal.not_issued", found, "issued", new Fix.EditProposal(found.Id))
            : null;

    protected override Decision Change(DecisionContext at, Proposal found) =>
        at.Deal.Proposals.ContainsKey(Draft)
            ? Rejection.Conflict("id.taken")
            : Decision.Accept(new ProposalDrafted(Draft, found.Id, found.Currency));
}

/// <summary>
/// Changes the content of a draft. Makes no event on the deal, but is refused for closed deals and issued proposals.
/// </summary>
public sealed record EditProposal(ProposalId Proposal, ProposalContent Content) : ProposalCommand(Proposal)
{
    protected override bool Holds(Proposal found) => false;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        NotDraft(found) ?? LineRule.Faults(Content) ?? Rule.SameCurrency(at, Content.Currency, found.Currency);

    protected override Decision Change(DecisionContext at, Proposal found) => Decision.AlreadySatisfied;
}
