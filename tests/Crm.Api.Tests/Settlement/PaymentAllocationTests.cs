using static Crm.Api.Tests.Settlement.PlacedOrders;

namespace Crm.Api.Tests.Settlement;

/// <summary>Payments, refunds and shipments stay within what was ordered, invoiced and paid.</summary>
[Collection(HostCollection.Name)]
public sealed class PaymentAllocationTests(TestHost host)
{
    [Fact]
    public async Task Shipments_invoices_and_payments_stay_within_what_is_open()
    {
        var (sale, order, line) = await host.Api.Ordered();
        Beyond(await host.Api.Ship(sale, order, line, 3.000001m), "shipment.exceeds_order");
        var shipment = (await host.Api.Ship(sale, order, line, 2)).Must(201).Id;
        Beyond(await host.Api.Ship(sale, order, line, 2), "shipment.exceeds_order");
        Beyond(
            await host.Api.Post(
                $"{sale.Path}/orders/{order}/cancel-lines",
                new { lines = new[] { new { lineId = line, quantity = 2 } }, reason = "Лишнее" }
            ),
            "order_line.rest_exceeded"
        );
        (
            await host.Api.Post(
                $"{sale.Path}/orders/{order}/cancel-lines",
                new { lines = new[] { new { lineId = line, quantity = 1 } }, reason = "Лишнее" }
            )
        ).Must(200);
        Beyond(await host.Api.Ship(sale, order, line, 1), "shipment.exceeds_order");
        var back = new
        {
            shipmentId = shipment,
            lines = new[] { new { lineId = line, quantity = 1.5 } },
            reason = "Брак",
        };
        (await host.Api.PostOnce(sale.Path + "/returns", back)).Must(201);
        Beyond(await host.Api.PostOnce(sale.Path + "/returns", back), "return.exceeds_shipment");
        Beyond(
            await host.Api.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub("0.01"), reason = "Назад" }),
            "refund.exceeds_paid"
        );
        (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("10.00") })).Must(201);
        Beyond(
            await host.Api.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub("10.01"), reason = "Назад" }),
            "refund.exceeds_paid"
        );
        (await host.Api.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub("10.00"), reason = "Назад" })).Must(
            201
        );
        Beyond(
            await host.Api.Post(
                sale.Path + "/invoices",
                new { orderId = order, lines = new[] { new { lineId = line, quantity = 3 } } }
            ),
            "invoice.exceeds_order"
        );
    }

    private static void Beyond(Answer answer, string code)
    {
        answer.Must(409).Code.Should().Be(code);
        var blocker = answer["blockers"]![0]!;
        ((string)blocker["code"]!).Should().Be(code);
        ((string)blocker["expected"]!["text"]!).Should().StartWith("<= ");
        blocker["fix"].Should().NotBeNull();
    }

    [Fact]
    public async Task An_invoice_is_paid_once_and_a_refund_takes_it_back()
    {
        var (sale, order, _) = await host.Api.Ordered();
        var invoice = (await host.Api.Post(sale.Path + "/invoices", new { orderId = order })).Must(201).Id;
        await Pay("100.00", "issued");
        await Pay("200.00", "paid");
        await Pay("50.00", "paid");
        (
            await host.Api.PostOnce(
                sale.Path + "/refunds",
                new
                {
                    amount = Sale.Rub("50.00"),
                    reason = "Лишнее",
                    invoiceId = invoice,
                }
            )
        ).Must(201);
        (await Status()).Should().Be("paid");
        (
            await host.Api.PostOnce(
                sale.Path + "/refunds",
                new
                {
                    amount = Sale.Rub("1.00"),
                    reason = "Лишнее",
                    invoiceId = invoice,
                }
            )
        ).Must(201);
        (await Status()).Should().Be("issued");
        await Pay("1.00", "paid");
        (await host.Api.Post($"{sale.Path}/invoices/{invoice}/cancel"))
            .Must(409)
            .Code.Should()
            .Be("invoice.has_payments");
        (await Events("invoice_paid")).Should().Be(2);
        (await Events("invoice_unpaid")).Should().Be(1);

        async Task Pay(string amount, string status)
        {
            (
                await host.Api.PostOnce(
                    sale.Path + "/payments",
                    new
                    {
                        amount = Sale.Rub(amount),
                        allocations = new[] { new { invoiceId = invoice, amount = Sale.Rub(amount) } },
                    }
                )
            ).Must(201);
            (await Status()).Should().Be(status);
        }

        async Task<string> Status() => (string)(await host.Api.Get($"{sale.Path}/invoices/{invoice}"))["status"]!;
        async Task<int> Events(string type) =>
            (await host.Api.Get($"{sale.Path}/history?type={type}"))["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task One_payment_is_split_over_invoices_and_what_is_more_is_an_advance()
    {
        var (sale, order, _) = await host.Api.Ordered();
        var (first, second) = (await Invoice("100.00"), await Invoice("200.00"));
        var paid = (
            await host.Api.PostOnce(
                sale.Path + "/payments",
                new
                {
                    amount = Sale.Rub("260.00"),
                    allocations = new[]
                    {
                        new { invoiceId = first, amount = Sale.Rub("100.00") },
                        new { invoiceId = second, amount = Sale.Rub("150.00") },
                    },
                }
            )
        ).Must(201);
        paid["allocations"]!
            .AsArray()
            .Select(x => ((string)x!["invoiceId"]!, (string)x["amount"]!["amount"]!))
            .Should()
            .Equal((first, "100.00"), (second, "150.00"));
        ((await Standing(first)), (await Standing(second))).Should().Be((("paid", "100.00"), ("issued", "150.00")));
        var balance = (await host.Api.Get(sale.Path + "/balance")).Must(200);
        ((string)balance["paid"]!["amount"]!, (string)balance["weOwe"]!["amount"]!)
            .Should()
            .Be(("260.00", "260.00"), "nothing is shipped yet: an advance");
        var beyond = (
            await host.Api.PostOnce(
                sale.Path + "/payments",
                new
                {
                    amount = Sale.Rub("10.00"),
                    allocations = new[]
                    {
                        new { invoiceId = first, amount = Sale.Rub("5.00") },
                        new { invoiceId = second, amount = Sale.Rub("5.01") },
                    },
                }
            )
        ).Must(422);
        ((string)beyond["errors"]![0]!["pointer"]!, (string)beyond["errors"]![0]!["code"]!)
            .Should()
            .Be(("/allocations", "allocations.exceed_payment"));
        (await host.Api.Get($"{sale.Path}/history?about={paid.Id}")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("payment_received");

        async Task<string> Invoice(string amount) =>
            (await host.Api.Post(sale.Path + "/invoices", new { orderId = order, amount = Sale.Rub(amount) }))
                .Must(201)
                .Id;
        async Task<(string, string)> Standing(string invoice) =>
            (await host.Api.Get($"{sale.Path}/invoices/{invoice}")).Must(200) is var x
                ? ((string)x["status"]!, (string)x["paid"]!["amount"]!)
                : default;
    }
}
