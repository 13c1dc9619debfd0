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
        if (invoice.Allocated > 0)
            return Rejection.Conflict(
                "invoice.has_payments",
                new Blocker(
                    "invoice.has_payments",
                    $"invoice:{Invoice}",
                    Unmet.Sum(at.Deal, 0),
                    Unmet.Sum(at.Deal, invoice.Allocated),
                    new Fix.RecordRefund(at.Deal.Id)
                )
            );
        return Clocks.Referring(at, invoice.LatestAt) is { } early
            ? early
            : Decision.Accept(new InvoiceCancelled(Invoice, Reason));
    }
}
