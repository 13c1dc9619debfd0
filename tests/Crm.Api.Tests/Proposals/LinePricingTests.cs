using static Crm.Api.Tests.Proposals.LineSums;

namespace Crm.Api.Tests.Proposals;

/// <summary>
/// Discounts of lines and documents, alternatives, VAT and catalogue prices. What is refused: <see cref="StrictLineTests"/>.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class LinePricingTests(TestHost host)
{
    private const string ValidUntil = "2027-06-30";

    [Fact]
    public async Task Discounts_of_lines_and_of_the_document_are_kept_apart()
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
    public async Task An_absent_member_keeps_whether_prices_include_VAT()
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
        ((string?)refused["blockers"]![0]!["fix"]!["operationId"]).Should().Be("updateProposal");
    }
}
