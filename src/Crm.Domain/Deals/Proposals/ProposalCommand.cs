using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>A command on one proposal of a deal.</summary>
public abstract record ProposalCommand(ProposalId Proposal) : DealCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) => Found(at) is { } found && Holds(found);

    protected override Decision DecideCore(DecisionContext at)
    {
        if (Found(at) is not { } found)
            return Rejection.NotFound("proposal.not_found");
        if (Holds(found))
            return Decision.AlreadySatisfied;
        return (Refuse(at, found) ?? Clocks.Referring(at, found.LatestAt)) is { } refused ? refused : Change(at, found);
    }

    /// <summary>Whether the proposal is already in the requested state.</summary>
    protected abstract bool Holds(Proposal found);

    /// <summary>Why the proposal cannot reach the requested state; null when it can.</summary>
    protected abstract Rejection? Refuse(DecisionContext at, Proposal found);

    protected abstract Decision Change(DecisionContext at, Proposal found);

    protected static Rejection WrongStatus(string code, Proposal found, Phrase expected, Fix? fix) =>
        Rejection.Conflict(code, new Blocker(code, $"proposal:{found.Id}", expected, Phrase.Word(found.Status), fix));

    /// <summary>Issued proposals never change.</summary>
    protected static Rejection? NotDraft(Proposal found) =>
        found.Status == ProposalStatus.Draft
            ? null
            : WrongStatus("proposal.not_draft", found, "draft", new Fix.ReviseProposal(found.Id));

    /// <summary>Only a proposal that is issued and not yet decided can be sent, accepted or declined.</summary>
    protected static Rejection? NotOffered(DecisionContext at, Proposal found) =>
        found.Status switch
        {
            ProposalStatus.Issued or ProposalStatus.Sent => null,
            ProposalStatus.Draft => WrongStatus(
                "proposal.not_issued",
                found,
                "issued",
                new Fix.IssueProposal(found.Id)
            ),
            _ => WrongStatus("proposal.not_open", found, "issued or sent", new Fix.ReviseProposal(found.Id)),
        };

    protected static Rejection? Expired(DecisionContext at, Proposal found) =>
        found.ExpiredAt(at.HappenedAt)
            ? Rejection.Conflict(
                "proposal.expired",
                new Blocker(
                    "proposal.expired",
                    $"proposal:{found.Id}",
                    "not expired",
                    $"{found.ExpiresAt!.Value}",
                    new Fix.ReviseProposal(found.Id)
                )
            )
            : null;

    private Proposal? Found(DecisionContext at) => at.Deal.Proposals.GetValueOrDefault(Proposal);
}
