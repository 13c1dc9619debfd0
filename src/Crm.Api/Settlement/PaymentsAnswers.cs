using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>A payment received from the client (оплата от покупателя).</summary>
/// <param name="Number">The company's own number of the payment; null for payments recorded before they had numbers.</param>
/// <param name="Amount">Amount received, with VAT.</param>
/// <param name="PaidOn">Business date of the payment; null when it was recorded without one.</param>
/// <param name="Reference">Number of the bank document (платёжное поручение) or another reference; null when there is none.</param>
/// <param name="Allocations">Parts of the payment that pay invoices; the rest is an advance (аванс).</param>
public sealed record PaymentAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    Money Amount,
    DateOnly? PaidOn,
    string? Reference,
    IReadOnlyList<AllocationBody> Allocations,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static PaymentAnswer Of(PartOf<PaymentReceived> x) =>
        new(
            x.Fact.Payment.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Amount,
            x.Fact.PaidOn,
            x.Fact.Reference?.Text,
            [.. x.Fact.Allocations.Select(a => new AllocationBody(a.Invoice.Value, x.Fact.Amount.With(a.Amount)))],
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}

/// <summary>A refund to the client (возврат денег покупателю).</summary>
/// <param name="Number">Number of the refund; null for refunds recorded before they had numbers.</param>
/// <param name="Amount">Amount paid back, with VAT.</param>
/// <param name="Reason">Reason for the refund; null after it was erased.</param>
/// <param name="InvoiceId">Id of the invoice whose payment was refunded; null when none was named.</param>
public sealed record RefundAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    Money Amount,
    string? Reason,
    Guid? InvoiceId,
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
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}
