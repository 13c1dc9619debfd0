using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>/deals/{dealId}/payments/{paymentId}/allocations and /transfer.</summary>
public static class PaymentCorrections
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/payments/{paymentId:guid}/allocations", Allocate)
            .Operation(
                new("allocatePayment")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Allocate a payment",
                    Description =
                        "Replaces what the payment says about invoices. Without invoiceId and allocations it says nothing and pays "
                        + "the open invoices in the order of their due dates.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "payment.not_found",
                        "payment.reversed",
                        "deal.closed",
                        "currency.differs",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new AllocatePaymentBody(Allocations: [new(Sample.Invoice, Sample.Rub(18000))]))
            .Answers<PaymentAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        routes
            .MapPost("/deals/{dealId:guid}/payments/{paymentId:guid}/transfer", Transfer)
            .Operation(
                new("transferPayment")
                {
                    Permission = Permissions.DocumentsWrite,
                    NeedsScope = true,
                    Tag = "Settlement",
                    Summary = "Transfer a payment to another deal",
                    Description =
                        "Reverses the payment here and records it on the other deal in one transaction, with its date and reference "
                        + "and a number of its own. The new payment says nothing about invoices. Requires the permission on both "
                        + "deals.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "payment.not_found",
                        "payment.reversed",
                        "money.taken",
                        "deal.closed",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "period.closed",
                    ],
                }
            )
            .Takes(new TransferPaymentBody(Sample.OtherDeal, "Оплата другой сделки"))
            .Answers<PaymentAnswer>(201)
            .Answers<PaymentAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
    }

    private static async Task<IResult> Allocate(Guid dealId, Guid paymentId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<AllocatePaymentBody>(http);
        if (body.InvoiceId is not null && body.Allocations is not null)
            throw ProblemException.Member("/allocations", "member.conflict", "invoiceId or allocations");
        var currency = body.Allocations is [{ Amount: var first }, ..] ? first.Currency : (Currency?)null;
        var command = new AllocatePayment(new(paymentId), PaymentEndpoints.Parts(body.Allocations, currency ?? default))
        {
            Currency = currency,
            PaysOne = body.InvoiceId is { } invoice ? new InvoiceId(invoice) : null,
        };
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt)) { PartId = paymentId }
        );
    }

    /// <summary>What was recorded never changes, so it may be read before the deals are locked.</summary>
    private static async Task<IResult> Transfer(
        Guid dealId,
        Guid paymentId,
        HttpContext http,
        IMessageBus bus,
        RecordedParts recorded
    )
    {
        var body = await Body.Read<TransferPaymentBody>(http);
        if (body.ToDealId == dealId)
            throw ProblemException.Member("/toDealId", "deal.same", "another deal");
        var payment = await recorded.Find<PaymentReceived>(http, dealId, paymentId, one => one.Payment.Value);
        return await bus.Answer(
            http,
            new TransferPaymentCommand(
                dealId,
                body.ToDealId,
                payment ?? throw ProblemException.NotFound("payment.not_found"),
                Guid.CreateVersion7(),
                TextValidation.Personal(body.Reason, "/reason"),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
