namespace Crm.Api.Tests.Conventions;

/// <content>Proposals, orders, invoices, shipments, payments and bank statements.</content>
public sealed partial record SampleBody
{
    private static SampleBody[] Documents() =>
        [
            new(
                "createProposal",
                "/deals/{deal}/proposals",
                $$"""{"lines":[{{Line}}],"validUntil":"2027-06-30"}""",
                """{"priceIncludesVat":true,"terms":{"delivery":"да","payment":"да","other":"да"},"discount":"""
                    + $$"""{{Off}},"leadTimeDays":5,"fromInterest":false,"id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "updateProposal",
                "/proposals/{draft}",
                "{}",
                $$"""{"lines":[{{Line}}],"validUntil":"2027-06-30","priceIncludesVat":true,"terms":"""
                    + $$"""{"delivery":"да","payment":"да","other":"да"},"discount":{{Off}},"leadTimeDays":5,"happenedAt":"""
                    + $$"""{{Past}}}"""
            ),
            new(
                "requestDiscountApproval",
                "/proposals/{draft}/request-discount-approval",
                "{}",
                """{"comment":"да","happenedAt":""" + Past + "}"
            ),
            new(
                "approveDiscount",
                "/proposals/{draft}/approve-discount",
                """{"contentVersion":1}""",
                """{"comment":"да","percent":15,"happenedAt":""" + Past + "}"
            ),
            new("rejectDiscount", "/proposals/{draft}/reject-discount", Why, When),
            new("issueProposal", "/proposals/{draft}/issue", "{}", When),
            new("sendProposal", "/proposals/{draft}/send", "{}", When),
            new("acceptProposal", "/proposals/{draft}/accept", "{}", """{"comment":"да","happenedAt":""" + Past + "}"),
            new("declineProposal", "/proposals/{draft}/decline", Why, When),
            new("withdrawProposal", "/proposals/{draft}/withdraw", Why, When),
            new("reviseProposal", "/proposals/{proposal}/revise", "{}", When),
            new(
                "placeOrder",
                "/deals/{deal}/orders",
                $$"""{"lines":[{{Line}}]}""",
                $$"""{"proposalId":"{proposal}","fromInterest":true,"priceIncludesVat":true,"discount":{{Off}},"id":"""
                    + $$"""{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "cancelOrderLines",
                "/deals/{deal}/orders/{order}/cancel-lines",
                """{"lines":[{"lineId":"{line}","quantity":1}],"reason":"да"}""",
                When
            ),
            new(
                "issueInvoice",
                "/deals/{deal}/invoices",
                """{"orderId":"{order}"}""",
                $$"""{"amount":{{Money}},"lines":[{"lineId":"{line}","quantity":"""
                    + $$"""1,"productId":"{product}","name":"А","unit":"шт","price":{{Money}},"discountPercent":1,"vatRate":"""
                    + $$"""20}],"priceIncludesVat":true,"vatRate":20,"dueOn":"2026-12-31","id":{{Id1}},"happenedAt":"""
                    + $$"""{{Past}}}"""
            ),
            new(
                "cancelInvoice",
                "/deals/{deal}/invoices/{invoice}/cancel",
                "{}",
                """{"reason":"да","happenedAt":""" + Past + "}"
            ),
            new(
                "reissueInvoice",
                "/deals/{deal}/invoices/{invoice}/reissue",
                Why,
                $$"""{"amount":{{Money}},"lines":[{"lineId":"{line}","quantity":"""
                    + $$"""1,"productId":"{product}","name":"А","unit":"шт","price":{{Money}},"discountPercent":1,"vatRate":"""
                    + $$"""20}],"priceIncludesVat":true,"vatRate":20,"dueOn":"2026-12-31","id":{{Id1}},"happenedAt":"""
                    + $$"""{{Past}}}"""
            ),
            new(
                "scheduleInvoices",
                "/deals/{deal}/invoices/schedule",
                """{"orderId":"{order}","parts":[{"dueOn":"2026-12-31","percent":100}]}""",
                When
            ),
            new(
                "recordShipment",
                "/deals/{deal}/shipments",
                """{"orderId":"{order}","lines":[{"lineId":"{line}","quantity":1,"unitCost":{"amount":"1.00","currency":"RUB"}}]}""",
                $$"""{"rest":true,"shippedOn":"2026-11-20","id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "acceptReturn",
                "/deals/{deal}/returns",
                """{"shipmentId":"{shipment}","lines":[{"lineId":"{line}","quantity":1}],"reason":"да"}""",
                $$"""{"rest":true,"id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "emailProposal",
                "/proposals/{proposal}/email",
                """{"to":["anna@client.example"]}""",
                $$"""{"cc":["boss@client.example"],"subject":"да","text":"да","lang":"en","id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "emailInvoice",
                "/deals/{deal}/invoices/{invoice}/email",
                """{"to":["anna@client.example"]}""",
                $$"""{"cc":["boss@client.example"],"subject":"да","text":"да","lang":"en","id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "assignStatementLine",
                "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/assign",
                """{"dealId":"{deal}"}""",
                """{"invoiceId":"{invoice}","parts":[{"dealId":"{deal}","invoiceId":"{invoice}","amount":"""
                    + $$$"""{"amount":"1.00","currency":"RUB"}}],"happenedAt":{{{Past}}}}"""
            ),
            new("matchStatementLine", "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/match", "{}"),
            new("matchBankStatement", "/bank-statements/0198f3a0-0000-7000-8000-000000000009/match", "{}"),
            new("ignoreStatementLine", "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/ignore", Why),
            new(
                "recordPayment",
                "/deals/{deal}/payments",
                """{"amount":{"amount":"1.00","currency":"RUB"}}""",
                """{"paidOn":"2026-11-20","reference":"да","invoiceId":"{invoice}","allocations":["""
                    + $$$"""{"invoiceId":"{invoice}","amount":{"amount":"1.00","currency":"RUB"}}],"id":{{{Id1}}},"happenedAt":"""
                    + $$$"""{{{Past}}}}"""
            ),
            new(
                "recordRefund",
                "/deals/{deal}/refunds",
                """{"amount":{"amount":"1.00","currency":"RUB"},"reason":"да"}""",
                $$"""{"invoiceId":"{invoice}","overpayment":true,"id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "recordWriteOff",
                "/deals/{deal}/write-offs",
                """{"amount":{"amount":"1.00","currency":"RUB"},"side":"client","reason":"да"}""",
                $$"""{"id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "allocatePayment",
                "/deals/{corrected}/payments/{payment}/allocations",
                "{}",
                """{"invoiceId":"{invoice}","allocations":[{"invoiceId":"{invoice}","amount":"""
                    + $$"""{{Money}}}],"happenedAt":{{Past}}}"""
            ),
            new(
                "transferPayment",
                "/deals/{corrected}/payments/{payment}/transfer",
                """{"toDealId":"{deal}","reason":"да"}""",
                When
            ),
            new("reversePayment", "/deals/{corrected}/payments/{payment}/reverse", Why, When),
            new("reverseRefund", "/deals/{corrected}/refunds/{refund}/reverse", Why, When),
            new("reverseShipment", "/deals/{corrected}/shipments/{shipped}/reverse", Why, When),
            new("reverseReturn", "/deals/{corrected}/returns/{return}/reverse", Why, When),
            new("reverseWriteOff", "/deals/{corrected}/write-offs/{writeOff}/reverse", Why, When),
            new("unassignStatementLine", "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/unassign", Why),
        ];
}
