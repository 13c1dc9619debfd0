using System.Globalization;
using System.Text.Json.Nodes;
using static Crm.Api.Tests.Settlement.PlacedOrders;

namespace Crm.Api.Tests.Settlement;

/// <summary>Amounts round to the currency's minor unit, and parts of a line sum to the line.</summary>
[Collection(HostCollection.Name)]
public sealed class AmountRoundingTests(TestHost host)
{
    [Fact]
    public async Task Parts_of_a_line_sum_up_to_the_line()
    {
        var (sale, order, line) = await host.Api.Ordered(3, "33.34", vatRate: 20);
        var total = (await host.Api.Get($"{sale.Path}/orders/{order}"))["lines"]![0]!;
        foreach (var noun in (string[])["shipments", "invoices"])
        {
            List<JsonNode> parts = [];
            for (var i = 0; i < 3; i++)
                parts.Add(
                    (
                        noun == "shipments"
                            ? await host.Api.Ship(sale, order, line, 1)
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
        var (sale, order, _) = await host.Api.Ordered(quantity, price, currency, 20);
        var line = (await host.Api.Get($"{sale.Path}/orders/{order}"))["lines"]![0]!;
        ((string)line["amount"]!["amount"]!, (string)line["vat"]!["amount"]!, (string)line["total"]!["amount"]!)
            .Should()
            .Be((amount, vat, total));
    }
}
