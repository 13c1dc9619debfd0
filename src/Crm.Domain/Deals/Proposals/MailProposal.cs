using Crm.Domain.Deals.Activities;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>Sends an issued proposal to the client by e-mail, which also marks it as sent.</summary>
/// <param name="Letter">Creates the mail from the proposal with its number.</param>
public sealed record MailProposal(ProposalId Proposal, MailId Mail, Func<Proposal, Letter> Letter)
    : ProposalCommand(Proposal)
{
    /// <summary>The contacts of the client are the addresses that everybody may use.</summary>
    public override bool NamesClient => true;

    /// <summary>Sending again is allowed: the client may have lost the first mail.</summary>
    protected override bool Holds(Proposal found) => false;

    protected override Rejection? Refuse(DecisionContext at, Proposal found) =>
        at.Deal.Mails.ContainsKey(Mail) ? Rejection.Conflict("id.taken")
        : found.Status == ProposalStatus.Accepted ? null
        : NotOffered(at, found) ?? Expired(at, found);

    protected override Decision Change(DecisionContext at, Proposal found)
    {
        var letter = Letter(found);
        if (Recipients.Refusal(at, letter) is { } refusal)
            return refusal;
        var mailed = letter.About(MailedDocument.Proposal, found.Id.Value, found.Number!, at.Context.Now);
        return found.Status == ProposalStatus.Issued
            ? Decision.Accept(mailed, new ProposalSent(Proposal))
            : Decision.Accept(mailed);
    }
}
