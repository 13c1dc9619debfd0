using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Settlement;

/// <summary>Invoices by schedule, reissues, and the whole rest shipped, returned and refunded.</summary>
[Collection(HostCollection.Name)]
public sealed class InvoiceChainTests(TestHost host)
{
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task An_order_is_invoiced_by_schedule_to_the_kopeck_in_one_append()
    {
        var (sale, order, _) = await Ordered();
        var made = (
            await api.PostOnce(
                sale.Path + "/invoices/schedule",
                new
                {
                    orderId = order,
                    parts = new object[]
                    {
                        new { dueOn = "2026-12-01", percent = 33.33 },
                        new { dueOn = "2027-01-01", percent = 33.33 },
                        new { dueOn = "2027-02-01", percent = 33.34 },
                    },
                }
            )
        ).Must(201)["invoices"]!.AsArray();
        made.Select(x => (string)x!["dueOn"]!).Should().Equal("2026-12-01", "2027-01-01", "2027-02-01");
        made.Sum(x => Amount(x!["total"])).Should().Be(120.02m);
        made.Sum(x => Amount(x!["vat"])).Should().Be(20.00m);
        made[2]!["part"]!.ToJsonString().Should().Be("""{"number":3,"of":3,"percent":33.34}""");
        Amount((await api.Get(sale.Path + "/balance"))["uninvoiced"]).Should().Be(0);
        (await api.Get(sale.Path + "/invoices")).Must(200)["items"]!
            .AsArray()
            .Select(x => x!.ToJsonString())
            .Should()
            .Equal(made.Select(x => x!.ToJsonString()));
        var sequences = (await api.Get(sale.Path + "/history?type=invoice_issued"))["items"]!
            .AsArray()
            .Select(x => (string)x!["correlationId"]!)
            .Distinct();
        sequences.Should().HaveCount(1, "one append");
        (await api.PostOnce(sale.Path + "/invoices", new { orderId = order }))
            .Must(409)
            .Code.Should()
            .Be("invoice.exceeds_order");
        (
            (string?)
                (
                    await api.PostOnce(
                        sale.Path + "/invoices/schedule",
                        new { orderId = order, parts = new object[] { new { dueOn = "2026-12-01", percent = 99 } } }
                    )
                ).Must(422)["errors"]![0]!["code"]
        )
            .Should()
            .Be("schedule.not_whole");
        (await api.Get($"{sale.Path}/orders/{order}"))["invoices"]!
            .AsArray()
            .Select(x => (string)x!["number"]!)
            .Should()
            .Equal(made.Select(x => (string)x!["number"]!));
    }

    [Fact]
    public async Task A_reissue_names_the_old_and_each_invoice_has_its_history()
    {
        var (sale, order, line) = await Ordered();
        var old = (
            await api.PostOnce(
                sale.Path + "/invoices",
                new
                {
                    orderId = order,
                    lines = new[] { new { lineId = line, quantity = 1 } },
                    dueOn = "2026-12-01",
                }
            )
        ).Must(201);
        var fresh = (
            await api.PostOnce(
                $"{sale.Path}/invoices/{old.Id}/reissue",
                new { reason = "Перенесли срок", dueOn = "2026-12-31" }
            )
        ).Must(201);
        ((string?)fresh["replaces"], (string?)fresh["dueOn"], fresh["total"]!.ToJsonString())
            .Should()
            .Be((old.Id, "2026-12-31", old["total"]!.ToJsonString()));
        ((string?)fresh["number"]).Should().NotBe((string?)old["number"]);
        var was = (await api.Get($"{sale.Path}/invoices/{old.Id}")).Must(200);
        ((string?)was["status"], (string?)was["replacedBy"], (string?)was["dueOn"])
            .Should()
            .Be(("cancelled", fresh.Id, "2026-12-01"), "what was issued never changes");
        (await api.PostOnce($"{sale.Path}/invoices/{old.Id}/reissue", new { reason = "Ещё" }))
            .Must(409)
            .Code.Should()
            .Be("invoice.cancelled");
        var all = (
            await api.PostOnce(
                $"{sale.Path}/invoices/{fresh.Id}/reissue",
                new { reason = "Весь заказ", lines = new[] { new { lineId = line, quantity = 3 } } }
            )
        ).Must(201);
        Amount(all["total"]).Should().Be(120.02m);
        (await api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00"), invoiceId = all.Id })).Must(201);
        (await api.PostOnce($"{sale.Path}/invoices/{all.Id}/reissue", new { reason = "Ещё" }))
            .Must(409)
            .Code.Should()
            .Be("invoice.has_payments");
        (await api.PostOnce($"{sale.Path}/invoices/{order}/reissue", new { reason = "Ещё" }))
            .Must(404)
            .Code.Should()
            .Be("invoice.not_found");
        (await History(sale, old.Id)).Should().Equal("invoice_issued", "invoice_cancelled", "invoice_issued");
        (await History(sale, all.Id)).Should().Equal("invoice_issued", "payment_received");
        (await History(sale, order))
            .Should()
            .Equal("order_placed", "invoice_issued", "invoice_issued", "invoice_issued");
        (await History(sale, sale.Id)).Should().BeEmpty();
        (await api.Get(sale.Path + "/history?about=nonsense")).Must(400).Code.Should().Be("parameter.invalid");
    }

    [Fact]
    public async Task The_whole_rest_is_shipped_returned_and_an_over_payment_refunded()
    {
        var (sale, order, line) = await Ordered();
        (
            await api.PostOnce(
                sale.Path + "/shipments",
                new { orderId = order, lines = new[] { new { lineId = line, quantity = 1 } } }
            )
        ).Must(201);
        (
            (string?)
                (await api.PostOnce(sale.Path + "/shipments", new { orderId = order })).Must(422)["errors"]![0]![
                    "pointer"
                ]
        )
            .Should()
            .Be("/lines", "lines left out by mistake ship nothing");
        (
            (string?)
                (
                    await api.PostOnce(
                        sale.Path + "/shipments",
                        new
                        {
                            orderId = order,
                            rest = true,
                            lines = new[] { new { lineId = line, quantity = 1 } },
                        }
                    )
                ).Must(422)["errors"]![0]!["pointer"]
        ).Should().Be("/rest");
        var rest = (await api.PostOnce(sale.Path + "/shipments", new { orderId = order, rest = true })).Must(201);
        ((decimal)rest["lines"]![0]!["quantity"]!, Amount(rest["total"])).Should().Be((2m, 80.01m));
        (await api.PostOnce(sale.Path + "/shipments", new { orderId = order, rest = true }))
            .Must(409)
            .Code.Should()
            .Be("shipment.exceeds_order");
        (await api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("125.00") })).Must(201);
        (
            (string?)
                (await api.PostOnce(sale.Path + "/refunds", new { reason = "Лишнее" })).Must(422)["errors"]![0]![
                    "pointer"
                ]
        )
            .Should()
            .Be("/amount");
        Amount(
                (await api.PostOnce(sale.Path + "/refunds", new { reason = "Лишнее", overpayment = true })).Must(201)[
                    "amount"
                ]
            )
            .Should()
            .Be(4.98m);
        (await api.PostOnce(sale.Path + "/refunds", new { reason = "Лишнее", overpayment = true }))
            .Must(409)
            .Code.Should()
            .Be("refund.exceeds_paid");
        var back = (
            await api.PostOnce(
                sale.Path + "/returns",
                new
                {
                    shipmentId = rest.Id,
                    rest = true,
                    reason = "Брак",
                }
            )
        ).Must(201);
        (await api.Get($"{sale.Path}/shipments/{rest.Id}"))["returns"]!
            .AsArray()
            .Select(x => (string)x!)
            .Should()
            .Equal(back.Id);
        Amount(
                (await api.PostOnce(sale.Path + "/refunds", new { reason = "За брак", overpayment = true })).Must(201)[
                    "amount"
                ]
            )
            .Should()
            .Be(80.01m);
    }

    private async Task<string[]> History(Sale sale, string about) =>
        [
            .. (await api.Get($"{sale.Path}/history?about={about}")).Must(200)["items"]!
                .AsArray()
                .Select(x => (string)x!["type"]!),
        ];

    /// <summary>Three tables for 120.02 with VAT.</summary>
    private async Task<(Sale Sale, string Order, string Line)> Ordered()
    {
        var sale = await Sale.Open(api);
        var order = (
            await api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("33.34"),
                            vatRate = 20,
                        },
                    },
                }
            )
        ).Must(201);
        return (sale, order.Id, (string)order["lines"]![0]!["lineId"]!);
    }

    private static decimal Amount(JsonNode? money) =>
        decimal.Parse((string)money!["amount"]!, CultureInfo.InvariantCulture);
}
