using Crm.Api.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>A payment received from the client (оплата от покупателя).</summary>
/// <param name="Number">The company's own number of the payment; null for payments recorded before they had numbers.</param>
/// <param name="Amount">Amount received, with VAT.</param>
/// <param name="PaidOn">Business date of the payment; null when it was recorded without one.</param>
/// <param name="Reference">Number of the bank document (платёжное поручение) or another reference; null when there is none.</param>
/// <param name="Allocations">Parts of the payment that stand on invoices at this time, by hand or by rule.</param>
/// <param name="Advance">What stands on no invoice (аванс); 0 for a reversed payment.</param>
/// <param name="Reversal">When and why the payment was reversed; null while it is in force.</param>
/// <param name="MovedFrom">
/// The payment of another deal that was transferred here; null when it was recorded here or the caller may not see that deal.
/// </param>
public sealed record PaymentAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    Money Amount,
    DateOnly? PaidOn,
    string? Reference,
    IReadOnlyList<AllocationAnswer> Allocations,
    Money Advance,
    ReversalAnswer? Reversal,
    PaymentOnDealAnswer? MovedFrom,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static PaymentAnswer Of(PartOf<PaymentReceived> x)
    {
        var (money, currency) = (x.Deal.Ledger.Allocation.From(x.Fact.Payment), x.Fact.Amount.Currency);
        return new(
            x.Fact.Payment.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Amount,
            x.Fact.PaidOn,
            x.Fact.Reference?.Text,
            [
                .. money.Parts.Select(part => new AllocationAnswer(
                    part.Invoice.Value,
                    new(part.Amount, currency),
                    part.By
                )),
            ],
            new(money.Advance, currency),
            ReversalAnswer.Of(
                x.Deal.Ledger.Payments.FirstOrDefault(payment => payment.Id == x.Fact.Payment)?.Reversal,
                x.SeesDeal
            ),
            PaymentOnDealAnswer.Of(x.Fact.MovedFrom, x.SeesDeal),
            x.Fact.HappenedAt,
            x.RecordedAt
        );
    }
}

/// <summary>The part of a payment that stands on an invoice.</summary>
/// <param name="InvoiceId">Id of the invoice.</param>
/// <param name="Amount">Amount of the part, with VAT.</param>
/// <param name="By">Why it stands there: <c>hand</c>, as the payment says, or <c>rule</c>, by the order of due dates.</param>
public sealed record AllocationAnswer(Guid InvoiceId, Money Amount, AllocatedBy By);

/// <summary>The reversal of a document that was entered by mistake (сторно).</summary>
/// <param name="Reason">Reason for the reversal; null after it was erased.</param>
/// <param name="MovedTo">
/// The payment that took its place on another deal; null when it was not transferred or the caller may not see that deal.
/// </param>
public sealed record ReversalAnswer(DateTimeOffset HappenedAt, string? Reason, PaymentOnDealAnswer? MovedTo)
{
    /// <param name="sees">Whether the reader sees another deal; null: it names none.</param>
    public static ReversalAnswer? Of(Reversal? x, Func<DealId, bool>? sees = null) =>
        x is null ? null : new(x.At, x.Reason.Text, PaymentOnDealAnswer.Of(x.MovedTo, sees));
}

/// <summary>A payment of another deal.</summary>
/// <param name="DealId">Id of the deal.</param>
/// <param name="PaymentId">Id of the payment.</param>
public sealed record PaymentOnDealAnswer(Guid DealId, Guid PaymentId)
{
    /// <param name="sees">Whether the reader sees a deal; null: none.</param>
    public static PaymentOnDealAnswer? Of(PaymentOnDeal? x, Func<DealId, bool>? sees) =>
        x is { } other && sees?.Invoke(other.Deal) == true ? new(other.Deal.Value, other.Payment.Value) : null;
}

/// <summary>A refund to the client (возврат денег покупателю).</summary>
/// <param name="Number">Number of the refund; null for refunds recorded before they had numbers.</param>
/// <param name="Amount">Amount paid back, with VAT.</param>
/// <param name="Reason">Reason for the refund; null after it was erased.</param>
/// <param name="InvoiceId">Id of the invoice whose payment was refunded; null when none was named.</param>
/// <param name="Reversal">When and why the refund was reversed; null while it is in force.</param>
public sealed record RefundAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    Money Amount,
    string? Reason,
    Guid? InvoiceId,
    ReversalAnswer? Reversal,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static RefundAnswer Of(PartOf<RefundMade> x) =>
        new(
            x.Fact.Refund.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Amount,
            x.Fact.Reason.Text,
            x.Fact.Invoice?.Value,
            ReversalAnswer.Of(x.Deal.Ledger.Refunds.FirstOrDefault(refund => refund.Id == x.Fact.Refund)?.Reversal),
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}
