using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>Orders, invoices, shipments, payments and their reversals.</summary>
public static class SettlementFeature
{
    public static IServiceCollection AddSettlement(this IServiceCollection services) =>
        services
            .AddSingleton<RecordedParts>()
            .AddPartAnswers<OrderPlaced>(new(one => one.Order.Value, OrderAnswer.Of, "orders"), "placeOrder")
            .AddPartAnswers<OrderPlaced>(new(one => one.Order.Value, OrderAnswer.Of), "cancelOrderLines")
            .AddPartAnswers<InvoiceIssued>(
                new(one => one.Invoice.Value, InvoiceAnswer.Of, "invoices"),
                "issueInvoice",
                "reissueInvoice"
            )
            .AddPartAnswers<InvoiceIssued>(new(one => one.Invoice.Value, InvoiceAnswer.Of), "cancelInvoice")
            .AddPartAnswers<PaymentReceived>(
                new(one => one.Payment.Value, PaymentAnswer.Of, "payments"),
                "recordPayment"
            )
            .AddPartAnswers<RefundMade>(new(one => one.Refund.Value, RefundAnswer.Of, "refunds"), "recordRefund")
            .AddPartAnswers<ShipmentMade>(
                new(one => one.Shipment.Value, ShipmentAnswer.Of, "shipments"),
                "recordShipment"
            )
            .AddPartAnswers<ReturnAccepted>(new(one => one.Return.Value, ReturnAnswer.Of, "returns"), "acceptReturn")
            .AddPartAnswers<DebtWrittenOff>(
                new(one => one.WriteOff.Value, WriteOffAnswer.Of, "write-offs"),
                "recordWriteOff"
            )
            .AddPartAnswers<PaymentReceived>(
                new(one => one.Payment.Value, PaymentAnswer.Of),
                "allocatePayment",
                "reversePayment"
            )
            .AddPartAnswers<RefundMade>(new(one => one.Refund.Value, RefundAnswer.Of), "reverseRefund")
            .AddPartAnswers<ShipmentMade>(new(one => one.Shipment.Value, ShipmentAnswer.Of), "reverseShipment")
            .AddPartAnswers<ReturnAccepted>(new(one => one.Return.Value, ReturnAnswer.Of), "reverseReturn")
            .AddPartAnswers<DebtWrittenOff>(new(one => one.WriteOff.Value, WriteOffAnswer.Of), "reverseWriteOff")
            .AddAnswers<TransferRenderer>("transferPayment")
            .AddSingleton(
                new AnswerRegistration(
                    ["scheduleInvoices"],
                    provider => new PartsRenderer<InvoiceIssued>(
                        made => new InvoiceScheduleAnswer([.. made.Select(InvoiceAnswer.Of)]),
                        "invoices",
                        provider.GetRequiredService<DocumentClients>()
                    )
                )
            );

    public static void MapSettlement(this IEndpointRouteBuilder routes)
    {
        OrderEndpoints.Map(routes);
        InvoiceEndpoints.Map(routes);
        InvoiceScheduleEndpoint.Map(routes);
        ShipmentEndpoints.Map(routes);
        PaymentEndpoints.Map(routes);
        WriteOffEndpoints.Map(routes);
        ReversalEndpoints.Map(routes);
    }
}
