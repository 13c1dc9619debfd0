namespace Crm.Api.Settlement;

/// <summary>Records a payment received from the client (оплата от покупателя), also before any order.</summary>
/// <param name="Amount">Amount received, with VAT, above zero.</param>
/// <param name="PaidOn">Business date of the payment, not in the future.</param>
/// <param name="Reference">Number of the bank document (платёжное поручение) or another reference.</param>
/// <param name="InvoiceId">Id of the invoice that the whole payment pays. Give either invoiceId or allocations.</param>
/// <param name="Allocations">
/// How the payment is split over invoices, at most its amount; the rest is an advance (аванс). Give either allocations or
/// invoiceId.
/// </param>
public sealed record RecordPaymentBody(
    Money Amount,
    DateOnly? PaidOn = null,
    string? Reference = null,
    Guid? InvoiceId = null,
    IReadOnlyList<AllocationBody>? Allocations = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>The part of a payment that pays one invoice.</summary>
/// <param name="InvoiceId">Id of the paid invoice.</param>
/// <param name="Amount">Amount of the payment allocated to the invoice, with VAT, in the currency of the payment.</param>
public sealed record AllocationBody(Guid InvoiceId, Money Amount);

/// <summary>Records a refund to the client (возврат денег покупателю).</summary>
/// <param name="Amount">Amount paid back, at most what was paid and not refunded. Give either amount or overpayment.</param>
/// <param name="InvoiceId">Id of the invoice whose payment is refunded.</param>
/// <param name="Overpayment"><c>true</c> refunds everything paid beyond the goods and services that are ordered and kept.</param>
public sealed record RecordRefundBody(
    string Reason,
    Money? Amount = null,
    Guid? InvoiceId = null,
    bool Overpayment = false,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);
