using Crm.Domain.Deals.Activities;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Sends an invoice in force to the client by e-mail.</summary>
public sealed record MailInvoice(InvoiceId Invoice, MailId Mail, Func<Invoice, Letter> Letter) : DealCommand
{
    /// <summary>The contacts of the client are the addresses that everybody may use.</summary>
    public override bool NamesClient => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Mails.ContainsKey(Mail))
            return Rejection.Conflict("id.taken");
        if (!at.Deal.Ledger.Invoices.TryGetValue(Invoice, out var found))
            return Rejection.NotFound("invoice.not_found");
        if (found.Cancelled)
            return Rejection.Conflict(
                "invoice.cancelled",
                new Blocker(
                    "invoice.cancelled",
                    $"invoice:{found.Id}",
                    "in force",
                    "cancelled",
                    new Fix.IssueInvoice(at.Deal.Id)
                )
            );
        if (Clocks.Referring(at, found.LatestAt) is { } early)
            return early;
        var letter = Letter(found);
        return Recipients.Refusal(at, letter) is { } refusal
            ? refusal
            : Decision.Accept(letter.About(MailedDocument.Invoice, found.Id.Value, found.Number, at.Context.Now));
    }
}
