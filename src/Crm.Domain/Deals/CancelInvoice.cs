using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Takes an invoice back. Never edited: cancelled and issued anew.</summary>
public sealed record CancelInvoice(InvoiceId Invoice, Personal? Reason) : DealCommand
{
    protected override bool AlreadyHolds(Situation at) =>
        at.Deal.Ledger.Invoices.GetValueOrDefault(Invoice)?.Cancelled == true;

    protected override Decision Judge(Situation at) => On(at);

    internal Decision On(Situation at)
    {
        if (!at.Deal.Ledger.Invoices.TryGetValue(Invoice, out var invoice))
            return Rejection.NotFound("invoice.not_found");
        if (invoice.Cancelled)
            return Decision.AlreadyHolds;
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
