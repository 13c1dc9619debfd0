using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

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
                        "period.closed",
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
                        "period.closed",
                        "id.taken",
                    ],
                }
            )
            .Takes(new RecordRefundBody("Возврат за бракованный принтер", Sample.Rub(18000), Sample.Invoice))
            .Answers<RefundAnswer>(201)
            .Answers<RefundAnswer>()
            .Capability(Capabilities.ReturnsAndRefunds);
        PaymentCorrections.Map(routes);
        Payments.Read<PaymentReceived, PaymentAnswer>(
            routes,
            x => x.Payment.Value,
            "payment.not_found",
            PaymentAnswer.Of,
            x => x.Number
        );
        Refunds.Read<RefundMade, RefundAnswer>(
            routes,
            x => x.Refund.Value,
            "refund.not_found",
            RefundAnswer.Of,
            x => x.Number
        );
    }

    private static async Task<IResult> Pay(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<RecordPaymentBody>(http);
        if (body.InvoiceId is not null && body.Allocations is not null)
            throw ProblemException.Member("/allocations", "member.conflict", "invoiceId or allocations");
        var id = body.Id ?? Guid.CreateVersion7();
        var allocations = body.InvoiceId is { } invoice
            ? [new Allocation(new(invoice), body.Amount.Amount)]
            : Parts(body.Allocations, body.Amount.Currency) ?? [];
        var command = new RecordPayment(
            new(id),
            body.Amount,
            body.PaidOn,
            TextValidation.PersonalOrNull(body.Reference, "/reference", TextValidation.Title),
            allocations
        )
        {
            PaysOne = body.InvoiceId is not null,
            IsAdvance = body.Allocations is { Count: 0 },
        };
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }

    /// <summary>Null: nothing was said.</summary>
    internal static ImmutableArray<Allocation>? Parts(IReadOnlyList<AllocationBody>? given, Currency currency) =>
        given is null
            ? null
            : TextValidation
                .Most(given, "/allocations", 100)
                .Select((part, i) => Part(part, i, currency))
                .ToImmutableArray();

    private static Allocation Part(AllocationBody part, int i, Currency currency)
    {
        if (part.Amount.Currency != currency)
            throw new ProblemException(409, "currency.differs")
            {
                Errors = [new($"/allocations/{i}/amount/currency", null, "currency.differs", $"{currency.Code}")],
            };
        if (!part.Amount.IsWhole)
            throw ProblemException.Member(
                $"/allocations/{i}/amount/amount",
                "amount.too_precise",
                $"at most {part.Amount.Currency.Decimals} decimals"
            );
        return new Allocation(new(part.InvoiceId), part.Amount.Amount);
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
