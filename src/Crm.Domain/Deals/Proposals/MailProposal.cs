using Crm.Domain.Deals.Activities;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>Sends an issued proposal to the client by e-mail. It is sent thereby, as if somebody had said so.</summary>
/// <param name="Letter">Made by the number that the proposal has.</param>
public sealed record MailProposal(ProposalId Proposal, MailId Mail, Func<Proposal, Letter> Letter)
    : ProposalCommand(Proposal)
{
    /// <summary>Each mail is a mail of its own; the client may have lost the first.</summary>
    protected override bool Holds(Proposal found) => false;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        at.Deal.Mails.ContainsKey(Mail) ? Rejection.Conflict("id.taken")
        : found.Status == ProposalStatus.Accepted ? null
        : NotOffered(at, found) ?? Expired(at, found);

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        var mailed = Letter(found).About(MailedDocument.Proposal, found.Id.Value, found.Number!);
        return found.Status == ProposalStatus.Issued
            ? Decision.Accept(mailed, new ProposalSent(Proposal))
            : Decision.Accept(mailed);
    }
}
