using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

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

/// <summary>/deals/{dealId}/payments and /refunds.</summary>
public static class PaymentEndpoints
{
    private static readonly PartRoutes Payments = new("payments", "Payment", "paymentId", "Settlement");
    private static readonly PartRoutes Refunds = new("refunds", "Refund", "refundId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/payments", Pay)
            .Operation(
                new("recordPayment")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Record a payment",
                    Description =
                        "Records a payment received from the client, with or without an invoice. Requires an "
                        + "Idempotency-Key.",
                    RequiresKey = true,
                    Refusals =
                    [
                        "validation.failed",
                        "idempotency_key.required",
                        "deal.not_found",
                        "deal.closed",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(
                new RecordPaymentBody(Sample.Rub(54000), Sample.Day(1, 22), "Платёжное поручение № 17", Sample.Invoice)
            )
            .Answers<PaymentAnswer>(201)
            .Answers<PaymentAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        routes
            .MapPost("/deals/{dealId:guid}/refunds", Refund)
            .Operation(
                new("recordRefund")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Record a refund",
                    Description =
                        "Records money paid back to the client, at most what was paid. Requires an "
                        + "Idempotency-Key.",
                    RequiresKey = true,
                    Refusals =
                    [
                        "validation.failed",
                        "idempotency_key.required",
                        "deal.not_found",
                        "deal.closed",
                        "refund.exceeds_paid",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(new RecordRefundBody("Возврат за бракованный принтер", Sample.Rub(18000), Sample.Invoice))
            .Answers<RefundAnswer>(201)
            .Answers<RefundAnswer>()
            .Capability(Capabilities.ReturnsAndRefunds);
        Payments.Read<PaymentReceived, PaymentAnswer>(
            routes,
            x => x.Payment.Value,
            "payment.not_found",
            PaymentAnswer.Of
        );
        Refunds.Read<RefundMade, RefundAnswer>(routes, x => x.Refund.Value, "refund.not_found", RefundAnswer.Of);
    }

    private static async Task<IResult> Pay(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<RecordPaymentBody>(http);
        if (body.InvoiceId is not null && body.Allocations is not null)
            throw ProblemException.Member("/allocations", "member.conflict", "invoiceId or allocations");
        var id = body.Id ?? Guid.CreateVersion7();
        var allocations = body.InvoiceId is { } invoice
            ? [new Allocation(new(invoice), body.Amount.Amount)]
            : TextValidation
                .Most(body.Allocations, "/allocations", 100)
                .Select((x, i) => Part(x, i, body.Amount))
                .ToImmutableArray();
        var command = new RecordPayment(
            new(id),
            body.Amount,
            body.PaidOn,
            TextValidation.PersonalOrNull(body.Reference, "/reference", TextValidation.Title),
            allocations
        )
        {
            PaysOne = body.InvoiceId is not null,
        };
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }

    private static Allocation Part(AllocationBody x, int i, Money whole)
    {
        if (x.Amount.Currency != whole.Currency)
            throw new ProblemException(409, "currency.differs")
            {
                Errors = [new($"/allocations/{i}/amount/currency", null, "currency.differs", whole.Currency.Code)],
            };
        if (!x.Amount.IsWhole)
            throw ProblemException.Member(
                $"/allocations/{i}/amount/amount",
                "amount.too_precise",
                $"at most {x.Amount.Currency.Decimals} decimals"
            );
        return new Allocation(new(x.InvoiceId), x.Amount.Amount);
    }

    private static async Task<IResult> Refund(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<RecordRefundBody>(http);
        if (body.Amount is null && !body.Overpayment)
            throw ProblemException.Member("/amount", "member.required", "amount, or overpayment");
        if (body.Overpayment && (body.Amount is not null || body.InvoiceId is not null))
            throw ProblemException.Member(
                "/overpayment",
                "member.conflict",
                "overpayment alone: it belongs to no invoice"
            );
        var id = body.Id ?? Guid.CreateVersion7();
        var command = new RecordRefund(
            new(id),
            body.Amount,
            TextValidation.Personal(body.Reason, "/reason"),
            body.InvoiceId is { } invoice ? new InvoiceId(invoice) : null
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }
}

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
