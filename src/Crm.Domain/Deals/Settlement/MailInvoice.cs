using Crm.Domain.Deals.Activities;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Sends an invoice in force to the client by e-mail.</summary>
public sealed record MailInvoice(InvoiceId Invoice, MailId Mail, Func<Invoice, Letter> Letter) : DealCommand
{
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
        return Clocks.Referring(at, found.LatestAt) is { } early
            ? early
            : Decision.Accept(Letter(found).About(MailedDocument.Invoice, found.Id.Value, found.Number));
    }
}
