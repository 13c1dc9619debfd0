using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Settlement;

/// <summary>Money and goods over HTTP: what goes beyond is refused, and parts always sum up to the whole.</summary>
[Collection(HostCollection.Name)]
public sealed class MoneyTests(TestHost host)
{
    private static object Money(string amount, string currency) => new { amount, currency };

    private async Task<(Sale Sale, string Order, string Line)> Ordered(
        decimal quantity = 3,
        string price = "100.00",
        string currency = "RUB",
        decimal? vatRate = null
    )
    {
        var sale = await Sale.Open(host.Api);
        var order = (
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity,
                            price = Money(price, currency),
                            vatRate,
                        },
                    },
                }
            )
        ).Must(201);
        return (sale, order.Id, (string)order["lines"]![0]!["lineId"]!);
    }

    private async Task<Answer> Ship(Sale sale, string order, string line, decimal quantity) =>
        await host.Api.PostOnce(
            sale.Path + "/shipments",
            new { orderId = order, lines = new[] { new { lineId = line, quantity } } }
        );

    [Fact]
    public async Task Nothing_goes_beyond_what_there_is()
    {
        var (sale, order, line) = await Ordered();
        Beyond(await Ship(sale, order, line, 3.000001m), "shipment.exceeds_order");
        var shipment = (await Ship(sale, order, line, 2)).Must(201).Id;
        Beyond(await Ship(sale, order, line, 2), "shipment.exceeds_order");
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
        Beyond(await Ship(sale, order, line, 1), "shipment.exceeds_order");
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
        ((string)blocker["expected"]!).Should().StartWith("<= ");
        blocker["fix"].Should().NotBeNull();
    }

    [Fact]
    public async Task Parts_of_a_line_sum_up_to_the_line()
    {
        var (sale, order, line) = await Ordered(3, "33.34", vatRate: 20);
        var total = (await host.Api.Get($"{sale.Path}/orders/{order}"))["lines"]![0]!;
        foreach (var noun in (string[])["shipments", "invoices"])
        {
            List<JsonNode> parts = [];
            for (var i = 0; i < 3; i++)
                parts.Add(
                    (
                        noun == "shipments"
                            ? await Ship(sale, order, line, 1)
                            : await host.Api.Post(
                                sale.Path + "/invoices",
                                new { orderId = order, lines = new[] { new { lineId = line, quantity = 1 } } }
                            )
                    ).Must(201)["lines"]![0]!
                );
            foreach (var sum in (string[])["amount", "vat", "total"])
                parts
                    .Sum(x => decimal.Parse((string)x[sum]!["amount"]!, CultureInfo.InvariantCulture))
                    .Should()
                    .Be(decimal.Parse((string)total[sum]!["amount"]!, CultureInfo.InvariantCulture), $"{noun} {sum}");
            parts
                .Select(x => (string)x["vat"]!["amount"]!)
                .Distinct()
                .Should()
                .HaveCountGreaterThan(1, "VAT of 20.00 does not part into three equal sums");
        }

        var balance = (await host.Api.Get(sale.Path + "/balance")).Must(200);
        foreach (var sum in (string[])["ordered", "shipped", "invoiced", "clientOwes"])
            ((string)balance[sum]!["amount"]!).Should().Be((string)total["total"]!["amount"]!, sum);
        foreach (var zero in (string[])["undelivered", "uninvoiced", "weOwe", "paid", "returned"])
            ((string)balance[zero]!["amount"]!).Should().Be("0.00", zero);
    }

    [Fact]
    public async Task An_invoice_is_paid_once_and_a_refund_takes_it_back()
    {
        var (sale, order, _) = await Ordered();
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
        (await Facts("invoice_paid")).Should().Be(2);
        (await Facts("invoice_unpaid")).Should().Be(1);

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
        async Task<int> Facts(string type) =>
            (await host.Api.Get($"{sale.Path}/history?type={type}"))["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task One_payment_is_split_over_invoices_and_what_is_more_is_an_advance()
    {
        var (sale, order, _) = await Ordered();
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

    [Fact]
    public async Task A_deal_has_one_currency()
    {
        var (sale, order, line) = await Ordered();
        var dollars = Money("1.00", "USD");
        Differs(await host.Api.PostOnce(sale.Path + "/payments", new { amount = dollars }));
        Differs(await host.Api.Patch(sale.Path, new { expectedAmount = dollars }));
        Differs(
            await host.Api.Post(sale.Path + "/interest", new { lines = new[] { new { text = "А", amount = dollars } } })
        );
        Differs(
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = dollars,
                        },
                    },
                }
            )
        );
        Differs(
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = dollars,
                        },
                    },
                    validUntil = "2027-01-01",
                }
            )
        );
        Differs(await host.Api.Post(sale.Path + "/invoices", new { amount = dollars }));
        Differs(
            await host.Api.PostOnce(
                sale.Path + "/shipments",
                new
                {
                    orderId = order,
                    lines = new[]
                    {
                        new
                        {
                            lineId = line,
                            quantity = 1,
                            unitCost = dollars,
                        },
                    },
                }
            )
        );
        Differs(await host.Api.PostOnce(sale.Path + "/refunds", new { amount = dollars, reason = "А" }));
        Differs(
            await host.Api.Post(
                "/deals",
                new
                {
                    title = "А",
                    expectedAmount = dollars,
                    interest = new[] { new { text = "А", amount = Sale.Rub("1.00") } },
                }
            )
        );
        Differs(
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = dollars,
                        },
                        new
                        {
                            name = "Б",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                }
            )
        );
        var fresh = await Sale.Open(host.Api);
        (await host.Api.Patch(fresh.Path, new { expectedAmount = dollars })).Must(200);
        (await host.Api.Patch(fresh.Path, new { expectedAmount = Sale.Rub("1.00") })).Must(200);
    }

    private static void Differs(Answer answer) => answer.Must(409).Code.Should().Be("currency.differs");

    [Theory]
    [
        InlineData("JPY", "100", "100", "0.5"),
        InlineData("KWD", "10.005", "10.005", "0.0005"),
        InlineData("RUB", "10.5", "10.50", "0.005")
    ]
    public async Task Minor_units_are_those_of_the_currency(
        string currency,
        string amount,
        string written,
        string tooPrecise
    )
    {
        var sale = await Sale.Open(host.Api);
        var paid = (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Money(amount, currency) })).Must(
            201
        );
        ((string)paid["amount"]!["amount"]!).Should().Be(written);
        ((string)(await host.Api.Get(sale.Path + "/balance"))["weOwe"]!["amount"]!).Should().Be(written);
        var refused = (
            await host.Api.PostOnce(sale.Path + "/payments", new { amount = Money(tooPrecise, currency) })
        ).Must(422);
        ((string)refused["errors"]![0]!["code"]!).Should().Be("amount.too_precise");
    }

    [Theory]
    [
        InlineData("JPY", "33.3", 3, "100", "20", "120"),
        InlineData("KWD", "0.1115", 3, "0.335", "0.067", "0.402"),
        InlineData("RUB", "0.335", 1, "0.34", "0.07", "0.41")
    ]
    public async Task Lines_round_to_the_minor_unit_half_away_from_zero(
        string currency,
        string price,
        decimal quantity,
        string amount,
        string vat,
        string total
    )
    {
        var (sale, order, _) = await Ordered(quantity, price, currency, 20);
        var line = (await host.Api.Get($"{sale.Path}/orders/{order}"))["lines"]![0]!;
        ((string)line["amount"]!["amount"]!, (string)line["vat"]!["amount"]!, (string)line["total"]!["amount"]!)
            .Should()
            .Be((amount, vat, total));
    }
}
