namespace Crm.Api.Settlement;

/// <summary>Records a payment received from the client (оплата от покупателя), also before any order.</summary>
/// <param name="Amount">Amount received, with VAT, above zero.</param>
/// <param name="PaidOn">Business date of the payment, not in the future.</param>
/// <param name="Reference">Number of the bank document (платёжное поручение) or another reference.</param>
/// <param name="InvoiceId">Id of the invoice that the whole payment pays. Give either invoiceId or allocations.</param>
/// <param name="Allocations">
/// How the payment is split over invoices, at most its amount; what the list leaves out stays an advance (аванс), an empty list all
/// of it. Without allocations and invoiceId the payment pays the open invoices in the order of their due dates.
/// </param>
public sealed record RecordPaymentBody(
    Money Amount,
    DateOnly? PaidOn = null,
    [property: Identifier] string? Reference = null,
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
    [SeveralLines] string Reason,
    Money? Amount = null,
    Guid? InvoiceId = null,
    bool Overpayment = false,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>
/// Replaces what a payment says about invoices. An empty body: nothing, it pays the open invoices in the order of their due dates.
/// </summary>
/// <param name="InvoiceId">Id of the invoice that the whole payment pays. Give either invoiceId or allocations.</param>
/// <param name="Allocations">
/// How the payment is split over invoices, at most its amount and at most the room of each; what the list leaves out stays an advance
/// (аванс), an empty list all of it.
/// </param>
public sealed record AllocatePaymentBody(
    Guid? InvoiceId = null,
    IReadOnlyList<AllocationBody>? Allocations = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>Reverses a document that was entered by mistake (сторно).</summary>
/// <param name="Reason">Reason for the reversal, as free text; shown on the document and in the history.</param>
public sealed record ReverseBody([SeveralLines] string Reason, DateTimeOffset? HappenedAt = null);

/// <summary>Transfers a payment to the deal that it belongs to.</summary>
/// <param name="ToDealId">Id of the other deal.</param>
/// <param name="Reason">Reason for the transfer, as free text; shown on the reversed payment and in the history.</param>
public sealed record TransferPaymentBody(
    Guid ToDealId,
    [SeveralLines] string Reason,
    DateTimeOffset? HappenedAt = null
);
