using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Money was returned to the client: at most what was paid and not refunded. With an invoice, it takes back what stands on the
/// invoice.
/// </summary>
/// <param name="Asked">
/// Null: the over-payment, which is what was paid beyond everything that is ordered and not returned.
/// </param>
public sealed record RecordRefund(RefundId Id, Money? Asked, Personal Reason, InvoiceId? Invoice) : DealCommand
{
    protected override bool MovesMoneyOrGoods => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.Refunds.Any(refund => refund.Id == Id))
            return Rejection.Conflict("id.taken");
        if (Asked is null && ledger.Overpaid <= 0)
            return Rejection.Conflict(
                "refund.exceeds_paid",
                new Blocker(
                    "refund.exceeds_paid",
                    at.DealRef,
                    "an over-payment",
                    Unmet.Sum(at.Deal, 0),
                    new Fix.ReviewBalance(at.Deal.Id)
                )
            );
        var amount = Asked ?? new Money(ledger.Overpaid, ledger.Currency!.Value);
        if (Rule.Positive(amount, "/amount/amount") is { } fault)
            return fault;
        Crm.Domain.Deals.Settlement.Invoice? invoice = null;
        if (Invoice is { } id && !ledger.Invoices.TryGetValue(id, out invoice))
            return Rejection.Invalid("/invoiceId", "invoice.not_found", "an invoice of this deal");
        if (Rule.SameCurrency(at, amount.Currency, at.Deal.Currency) is { } differs)
            return differs;
        var most = Math.Min(invoice is null ? ledger.MoneyLeft : Refundable(ledger, invoice.Id), ledger.MoneyLeft);
        if (amount.Amount > most)
            return Rejection.Conflict(
                "refund.exceeds_paid",
                new Blocker(
                    "refund.exceeds_paid",
                    invoice is null ? at.DealRef : $"invoice:{invoice.Id}",
                    $"<= {Unmet.Sum(at.Deal, most)}",
                    $"{amount}",
                    invoice is null ? new Fix.ReviewBalance(at.Deal.Id) : new Fix.ReviewInvoice(at.Deal.Id, invoice.Id)
                )
            );
        if (Clocks.Referring(at, ledger.MoneyAt, ledger.WrittenOffAt, invoice?.LatestAt ?? default) is { } early)
            return early;
        return Decision.Accept(new RefundMade(Id, amount, Reason, Invoice) { Number = "" });
    }

    /// <summary>What payments say for the invoice, within their money, and what the rule put on it.</summary>
    private static decimal Refundable(Ledger ledger, InvoiceId invoice) =>
        ledger.Allocation.SaidFor(invoice) + ledger.Allocation.On(invoice).ByRule;
}
