using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Cancels an invoice. Invoices are never edited: they are cancelled and issued again.</summary>
public sealed record CancelInvoice(InvoiceId Invoice, Personal? Reason) : DealCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Ledger.Invoices.GetValueOrDefault(Invoice)?.Cancelled == true;

    protected override Decision DecideCore(DecisionContext at) => On(at);

    internal Decision On(DecisionContext at)
    {
        if (!at.Deal.Ledger.Invoices.TryGetValue(Invoice, out var invoice))
            return Rejection.NotFound("invoice.not_found");
        if (invoice.Cancelled)
            return Decision.AlreadySatisfied;
        if (Named(at, invoice) is { Length: > 0 } named)
            return Rejection.Conflict("invoice.has_payments", named);
        return Clocks.Referring(at, invoice.LatestAt) is { } early
            ? early
            : Decision.Accept(new InvoiceCancelled(Invoice, Reason));
    }

    /// <summary>Payments name the invoice, and have to say something else first. Money that the rule put on it moves by itself.</summary>
    private static Blocker[] Named(DecisionContext at, Invoice invoice) =>
        [
            .. at
                .Deal.Ledger.Allocation.Naming(invoice.Id)
                .Select(payment => new Blocker(
                    "invoice.has_payments",
                    $"payment:{payment.Payment}",
                    Unmet.Sum(at.Deal, 0),
                    Unmet.Sum(at.Deal, payment.Said),
                    new Fix.AllocatePayment(at.Deal.Id, payment.Payment)
                )),
        ];
}
