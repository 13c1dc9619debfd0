using static Crm.Api.Tests.Proposals.LineSums;

namespace Crm.Api.Tests.Proposals;

/// <summary>
/// Lines of documents over HTTP: discounts in percent and money, of lines and of documents, alternatives, lead times, prices of the
/// catalogue. What is refused: <see cref="StrictLineTests"/>.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class LineTests(TestHost host)
{
    private const string ValidUntil = "2027-06-30";

    [Fact]
    public async Task Discounts_of_lines_and_of_the_document_are_told_apart()
    {
        var sale = await Sale.Open(host.Api);
        var drafted = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new object[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("100.00"),
                            vatRate = 20,
                            discountPercent = 10,
                            discountSum = Sale.Rub("20.00"),
                            leadTimeDays = 10,
                        },
                        new
                        {
                            name = "Стул",
                            quantity = 1,
                            price = Sale.Rub("50.00"),
                            vatRate = 10,
                        },
                    },
                    validUntil = ValidUntil,
                    discount = new { sum = Sale.Rub("30.00") },
                    leadTimeDays = 5,
                }
            )
        ).Must(201);
        var (table, chair) = (drafted["lines"]![0]!, drafted["lines"]![1]!);
        Sums(table, "discountSum", "documentDiscount", "discount", "amount", "vat", "total")
            .Should()
            .Equal("20.00", "25.00", "75.00", "225.00", "45.00", "270.00");
        Sums(chair, "documentDiscount", "discount", "amount", "vat", "total")
            .Should()
            .Equal("5.00", "5.00", "45.00", "4.50", "49.50");
        ((int?)table["leadTimeDays"], (int?)chair["leadTimeDays"], (int?)drafted["leadTimeDays"])
            .Should()
            .Be((10, null, 5));
        Sums(drafted.Json, "amount", "vat", "total").Should().Equal("270.00", "49.50", "319.50");
        ((string?)drafted["discount"]!["sum"]!["amount"], (string?)drafted["discount"]!["amount"]!["amount"])
            .Should()
            .Be(("30.00", "30.00"));
        ((decimal)drafted["discountPercent"]!).Should().Be(25m);

        var path = "/proposals/" + drafted.Id;
        var halved = (await host.Api.Patch(path, new { discount = new { percent = 10 } })).Must(200);
        Sums(halved["lines"]![0]!, "documentDiscount", "amount").Should().Equal("25.00", "225.00");
        ((string?)halved["discount"]!["amount"]!["amount"]).Should().Be("30.00");
        var none = (await host.Api.Patch(path, """{"discount":null,"leadTimeDays":null}""")).Must(200);
        (none["discount"], none["leadTimeDays"], (string?)none["total"]!["amount"]).Should().Be((null, null, "355.00"));
        (await host.Api.Patch(path, new { validUntil = "2027-07-01" })).Must(200)["total"]!["amount"]!
            .GetValue<string>()
            .Should()
            .Be("355.00", "absent keeps");
    }

    [Fact]
    public async Task Absent_keeps_how_prices_stand_to_vat()
    {
        var sale = await Sale.Open(host.Api);
        var lines = new[]
        {
            new
            {
                name = "Стол",
                quantity = 1,
                price = Sale.Rub("120.00"),
                vatRate = 20,
            },
        };
        var drafted = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines,
                    validUntil = ValidUntil,
                    priceIncludesVat = true,
                }
            )
        ).Must(201);
        var edited = (await host.Api.Patch("/proposals/" + drafted.Id, new { lines })).Must(200);
        ((bool)edited["priceIncludesVat"]!, (string?)edited["total"]!["amount"]).Should().Be((true, "120.00"));
    }

    [Fact]
    public async Task Prices_of_the_catalogue_follow_the_document_and_a_lower_one_typed_by_hand_is_a_discount()
    {
        var product = (
            await host.Api.Post(
                "/products",
                new
                {
                    name = "Кресло",
                    price = Sale.Rub("100.00"),
                    vatRate = 20,
                }
            )
        ).Must(201).Id;
        var sale = await Sale.Open(host.Api);
        var lines = new object[]
        {
            new { productId = product, quantity = 2 },
            new
            {
                productId = product,
                quantity = 2,
                price = Sale.Rub("90.00"),
            },
            new
            {
                productId = product,
                quantity = 2,
                price = Sale.Rub("150.00"),
            },
        };
        var net = (await host.Api.Post(sale.Path + "/orders", new { lines })).Must(201);
        Each(net, "price").Should().Equal("100.00", "90.00", "150.00");
        Each(net, "basePrice").Should().Equal("100.00", "100.00", "100.00");
        Each(net, "discount").Should().Equal("0.00", "20.00", "0.00");
        var gross = (await host.Api.Post(sale.Path + "/orders", new { lines, priceIncludesVat = true })).Must(201);
        Each(gross, "price").Should().Equal("120.00", "90.00", "150.00");
        Each(gross, "basePrice").Should().Equal("120.00", "120.00", "120.00");
        Each(gross, "discount").Should().Equal("0.00", "50.00", "0.00");
        var other = (
            await host.Api.Post(
                (await Sale.Open(host.Api)).Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            productId = product,
                            quantity = 1,
                            price = new { amount = "1.00", currency = "USD" },
                        },
                    },
                }
            )
        ).Must(201);
        other["lines"]![0]!["basePrice"].Should().BeNull("prices of two currencies do not compare");
    }

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
    public async Task Alternatives_alone_are_not_issued()
    {
        var sale = await Sale.Open(host.Api);
        var proposal = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                            alternative = true,
                        },
                    },
                    validUntil = ValidUntil,
                }
            )
        ).Must(201);
        ((string?)proposal["total"]!["amount"]).Should().Be("0.00");
        var refused = (await host.Api.Post($"/proposals/{proposal.Id}/issue")).Must(409);
        refused.Code.Should().Be("proposal.only_alternatives");
        ((string?)refused["blockers"]![0]!["fix"]!["operationId"]).Should().Be("editProposal");
    }

    [Fact]
    public async Task Parts_carry_their_parts_of_the_discounts()
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
