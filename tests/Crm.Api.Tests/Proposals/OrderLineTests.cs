using static Crm.Api.Tests.Proposals.LineSums;

namespace Crm.Api.Tests.Proposals;

/// <summary>
/// An order takes the main lines of its proposal unless others are named; parts of a line have their share of its discounts.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class OrderLineTests(TestHost host)
{
    private const string ValidUntil = "2027-06-30";

    [Fact]
    public async Task An_order_takes_the_main_lines_unless_others_are_named()
    {
        var sale = await Sale.Open(host.Api);
        var proposal = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new object[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 4,
                            price = Sale.Rub("100.00"),
                            discountSum = Sale.Rub("40.00"),
                        },
                        new
                        {
                            name = "Стол дубовый",
                            quantity = 4,
                            price = Sale.Rub("300.00"),
                            alternative = true,
                        },
                    },
                    validUntil = ValidUntil,
                    discount = new { percent = 10 },
                }
            )
        ).Must(201);
        ((string?)proposal["total"]!["amount"]).Should().Be("324.00");
        Each(proposal, "total").Should().Equal("324.00", "1080.00");
        (await host.Api.Post($"/proposals/{proposal.Id}/issue")).Must(200);
        var (main, oak) = ((string)proposal["lines"]![0]!["lineId"]!, (string)proposal["lines"]![1]!["lineId"]!);

        var plain = (await host.Api.Post(sale.Path + "/orders", new { proposalId = proposal.Id })).Must(201);
        Each(plain, "total").Should().Equal("324.00");
        var chosen = (
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    proposalId = proposal.Id,
                    lines = new object[] { new { lineId = oak }, new { lineId = main, quantity = 1 } },
                }
            )
        ).Must(201);
        Each(chosen, "total").Should().Equal("1080.00", "81.00");
        Each(chosen, "discountSum").Should().Equal(null, "10.00");
        ((string?)chosen["total"]!["amount"]).Should().Be("1161.00");
        ((decimal)chosen["discount"]!["percent"]!, (string?)chosen["discount"]!["amount"]!["amount"])
            .Should()
            .Be((10m, "129.00"));

        await Refused(
            new { proposalId = proposal.Id, lines = new[] { new { lineId = main, quantity = 5 } } },
            "/lines/0/quantity",
            "quantity.too_large"
        );
        await Refused(
            new { proposalId = proposal.Id, lines = new[] { new { lineId = main, quantity = 0 } } },
            "/lines/0/quantity",
            "quantity.not_positive"
        );
        await Refused(
            new { proposalId = proposal.Id, lines = new[] { new { lineId = Guid.NewGuid() } } },
            "/lines/0/lineId",
            "proposal_line.not_found"
        );
        await Refused(
            new { proposalId = proposal.Id, lines = new[] { new { lineId = main }, new { lineId = main } } },
            "/lines/1/lineId",
            "order_line.twice"
        );
        await Refused(
            new { proposalId = proposal.Id, lines = new[] { new { lineId = main, price = Sale.Rub("1.00") } } },
            "/lines/0",
            "member.not_applicable"
        );
        await Refused(
            new { proposalId = proposal.Id, lines = new[] { new { quantity = 1 } } },
            "/lines/0/lineId",
            "member.required"
        );
        await Refused(new { proposalId = proposal.Id, lines = Array.Empty<object>() }, "/lines", "member.empty");
        await Refused(
            new { proposalId = proposal.Id, discount = new { percent = 50 } },
            "/discount",
            "member.not_applicable"
        );
        await Refused(
            new { lines = new[] { new { lineId = main, quantity = 1 } } },
            "/lines/0/lineId",
            "member.not_applicable"
        );
        await Refused(
            new { lines = new[] { new { name = "Стол", price = Sale.Rub("1.00") } } },
            "/lines/0/quantity",
            "member.required"
        );
        await Refused(new { }, "/lines", "member.required");

        async Task Refused(object body, string pointer, string code)
        {
            var error = (await host.Api.Post(sale.Path + "/orders", body)).Must(422)["errors"]![0]!;
            ((string?)error["pointer"], (string?)error["code"]).Should().Be((pointer, code));
        }
    }

    [Fact]
    public async Task Parts_have_their_share_of_the_discounts()
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
                            quantity = 3,
                            price = Sale.Rub("10.00"),
                            vatRate = 20,
                        },
                    },
                    discount = new { sum = Sale.Rub("1.00") },
                }
            )
        ).Must(201);
        Sums(order["lines"]![0]!, "documentDiscount", "discount", "total").Should().Equal("1.00", "1.00", "34.80");
        ((string?)order["discount"]!["amount"]!["amount"]).Should().Be("1.00");
        var line = (string)order["lines"]![0]!["lineId"]!;
        List<string?> shipped = [],
            invoiced = [];
        for (var i = 0; i < 3; i++)
        {
            shipped.Add(
                (string?)
                    (
                        await host.Api.PostOnce(
                            sale.Path + "/shipments",
                            new { orderId = order.Id, lines = new[] { new { lineId = line, quantity = 1 } } }
                        )
                    ).Must(201)["lines"]![0]!["discount"]!["amount"]
            );
            invoiced.Add(
                (string?)
                    (
                        await host.Api.Post(
                            sale.Path + "/invoices",
                            new { orderId = order.Id, lines = new[] { new { lineId = line, quantity = 1 } } }
                        )
                    ).Must(201)["lines"]![0]!["discount"]!["amount"]
            );
        }

        shipped.Should().Equal("0.33", "0.34", "0.33");
        invoiced.Should().Equal(shipped);
        (
            (string?)
                (
                    await host.Api.Post(
                        sale.Path + "/invoices",
                        new
                        {
                            lines = new[]
                            {
                                new
                                {
                                    name = "Услуга",
                                    quantity = 1,
                                    price = Sale.Rub("10.00"),
                                    discountSum = Sale.Rub("2.50"),
                                },
                            },
                        }
                    )
                ).Must(201)["total"]!["amount"]
        ).Should().Be("7.50");
    }
}
