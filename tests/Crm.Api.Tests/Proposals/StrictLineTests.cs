using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Proposals;

/// <summary>Invalid lines and discounts: the wrong member is named, and no document is created.</summary>
[Collection(HostCollection.Name)]
public sealed class StrictLineTests(TestHost host)
{
    private const string ValidUntil = "2027-06-30";

    [Theory]
    [InlineData(
        """{"discountSum":{"amount":"-0.01","currency":"RUB"}}""",
        "/lines/0/discountSum/amount",
        "amount.negative"
    )]
    [InlineData(
        """{"discountSum":{"amount":"100.01","currency":"RUB"}}""",
        "/lines/0/discountSum",
        "discount.exceeds_line"
    )]
    [InlineData(
        """{"discountSum":{"amount":"0.001","currency":"RUB"}}""",
        "/lines/0/discountSum",
        "amount.too_precise"
    )]
    [InlineData(
        """{"discountSum":{"amount":"999999999999999","currency":"RUB"}}""",
        "/lines/0/discountSum",
        "discount.exceeds_line"
    )]
    [InlineData("""{"discountPercent":100.000001}""", "/lines/0/discountPercent", "percent.out_of_range")]
    [InlineData("""{"leadTimeDays":-1}""", "/lines/0/leadTimeDays", "lead_time.out_of_range")]
    [InlineData("""{"leadTimeDays":3651}""", "/lines/0/leadTimeDays", "lead_time.out_of_range")]
    [InlineData("""{"leadTimeDays":1.5}""", "/lines/0/leadTimeDays", "member.invalid")]
    [InlineData(
        """{"leadTimeDays":11111111111111111111111111111111111111111}""",
        "/lines/0/leadTimeDays",
        "member.invalid"
    )]
    [InlineData("""{"alternative":"yes"}""", "/lines/0/alternative", "member.invalid")]
    [InlineData("""{"priceList":"dealer"}""", "/lines/0/priceList", "member.not_applicable")]
    public async Task Lines_are_strict(string members, string pointer, string code)
    {
        var line = JsonNode
            .Parse("""{"name":"Стол","quantity":1,"price":{"amount":"100.00","currency":"RUB"}}""")!
            .AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
            line[name] = value?.DeepClone();
        await Refused(new JsonObject { ["lines"] = new JsonArray(line), ["validUntil"] = ValidUntil }, pointer, code);
    }

    [Theory]
    [InlineData("{}", "/discount", "member.conflict")]
    [InlineData("""{"percent":1,"sum":{"amount":"1.00","currency":"RUB"}}""", "/discount", "member.conflict")]
    [InlineData("""{"percent":-1}""", "/discount/percent", "percent.out_of_range")]
    [InlineData("""{"percent":100.5}""", "/discount/percent", "percent.out_of_range")]
    [InlineData("""{"percent":"5"}""", "/discount/percent", "member.invalid")]
    [InlineData("""{"sum":{"amount":"-1","currency":"RUB"}}""", "/discount/sum/amount", "amount.negative")]
    [InlineData("""{"sum":{"amount":"200.01","currency":"RUB"}}""", "/discount/sum", "discount.exceeds_document")]
    [InlineData("""{"sum":{"amount":"0.001","currency":"RUB"}}""", "/discount/sum", "amount.too_precise")]
    [InlineData(
        """{"sum":{"amount":"1111111111111111111111111111111111111111","currency":"RUB"}}""",
        "/discount/sum",
        "member.invalid"
    )]
    [InlineData("""{"off":5}""", "/discount/off", "member.unknown")]
    public async Task The_discount_of_a_document_is_strict(string discount, string pointer, string code)
    {
        var body = new JsonObject
        {
            ["lines"] = JsonNode.Parse(
                """[{"name":"Стол","quantity":2,"price":{"amount":"100.00","currency":"RUB"}}]"""
            ),
            ["validUntil"] = ValidUntil,
            ["discount"] = JsonNode.Parse(discount),
        };
        await Refused(body, pointer, code);
        body.Remove("validUntil");
        await Refused(body, pointer, code, "orders");
    }

    [Fact]
    public async Task Discounts_speak_the_documents_currency()
    {
        var sale = await Sale.Open(host.Api);
        var dollars = new { amount = "1.00", currency = "USD" };
        (
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
                            price = Sale.Rub("5.00"),
                            discountSum = dollars,
                        },
                    },
                }
            )
        ).Must(409).Code.Should().Be("currency.differs");
        (
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
                            price = Sale.Rub("5.00"),
                        },
                    },
                    discount = new { sum = dollars },
                }
            )
        ).Must(409).Code.Should().Be("currency.differs");
        (
            await host.Api.Post(
                sale.Path + "/orders",
                """{"lines":[{"name":"А","quantity":1,"price":{"amount":"5.00","currency":"RUB"},"alternative":true}]}"""
            )
        ).Must(422);
        (await host.Api.Get(sale.Path + "/orders")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_price_list_that_is_not_there_is_named_and_a_price_stands_alone()
    {
        var product = (await host.Api.Post("/products", new { name = "Полка", price = Sale.Rub("10.00") }))
            .Must(201)
            .Id;
        var sale = await Sale.Open(host.Api);
        var body = new JsonObject
        {
            ["lines"] = new JsonArray(
                new JsonObject
                {
                    ["productId"] = product,
                    ["quantity"] = 1,
                    ["priceList"] = "no-such-list",
                }
            ),
            ["validUntil"] = ValidUntil,
        };
        await Refused(body, "/lines/0/priceList", "price_list.not_found");
        body["lines"]![0]!["price"] = JsonNode.Parse("""{"amount":"1.00","currency":"RUB"}""");
        await Refused(body, "/lines/0/priceList", "member.conflict");
    }

    private async Task Refused(JsonObject body, string pointer, string code, string noun = "proposals")
    {
        var sale = await Sale.Open(host.Api);
        var refused = (await host.Api.Post($"{sale.Path}/{noun}", body.ToJsonString())).Must(422);
        refused["errors"]!
            .AsArray()
            .Select(x => ((string?)x!["pointer"], (string?)x["code"]))
            .Should()
            .Contain((pointer, code));
        (await host.Api.Get($"{sale.Path}/{noun}")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }
}
