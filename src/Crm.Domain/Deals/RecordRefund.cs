using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Money went back: at most what was paid and not refunded. One that names an invoice takes its payment back.</summary>
public sealed record RecordRefund(RefundId Id, Money Amount, Personal Reason, InvoiceId? Invoice) : DealCommand
{
    protected override Decision Judge(Situation at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.Refunds.ContainsKey(Id)) return Rejection.Conflict("id.taken");
        if (Rule.Positive(Amount, "/amount/amount") is { } fault) return fault;
        Settlement.Invoice? invoice = null;
        if (Invoice is { } id && !ledger.Invoices.TryGetValue(id, out invoice)) return Rejection.Invalid("/invoiceId", "invoice.not_found", "an invoice of this deal");
        if (Rule.SameCurrency(at, Amount.Currency, at.Deal.Currency) is { } differs) return differs;
        var most = invoice is null ? ledger.Paid - ledger.Refunded : Math.Min(invoice.Allocated, ledger.Paid - ledger.Refunded);
        if (Amount.Amount > most)
            return Rejection.Conflict("refund.exceeds_paid", new Blocker("refund.exceeds_paid", invoice is null ? at.DealRef : $"invoice:{invoice.Id}",
                $"<= {Unmet.Sum(at.Deal, most)}", Amount.ToString(), Fix.To("recordPayment", ("dealId", at.Deal.Id))));
        if (Clocks.Referring(at, ledger.MoneyAt, invoice?.LatestAt ?? default) is { } early) return early;
        var refund = new RefundMade(Id, Amount, Reason, Invoice);
        return invoice is { Paid: true } && invoice.Allocated - Amount.Amount < invoice.Total
            ? Decision.Accept(refund, new InvoiceUnpaid(invoice.Id) { Cause = Cause.Rule("invoice.unpaid") })
            : Decision.Accept(refund);
    }
}
