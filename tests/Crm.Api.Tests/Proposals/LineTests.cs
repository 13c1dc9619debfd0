using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Proposals;

/// <summary>Lines of documents over HTTP: discounts in percent and money, of lines and of documents, alternatives, lead times, prices of the catalogue.</summary>
[Collection(HostCollection.Name)]
public sealed class LineTests(TestHost host)
{
    private const string ValidUntil = "2027-06-30";

    [Fact]
    public async Task Discounts_of_lines_and_of_the_document_are_told_apart()
    {
        var sale = await Sale.Open(host.Api);
        var drafted = (await host.Api.Post(sale.Path + "/proposals", new
        {
            lines = new object[]
            {
                new { name = "Стол", quantity = 3, price = Sale.Rub("100.00"), vatRate = 20, discountPercent = 10, discountSum = Sale.Rub("20.00"), leadTimeDays = 10 },
                new { name = "Стул", quantity = 1, price = Sale.Rub("50.00"), vatRate = 10 },
            },
            validUntil = ValidUntil,
            discount = new { sum = Sale.Rub("30.00") },
            leadTimeDays = 5,
        })).Must(201);
        var (table, chair) = (drafted["lines"]![0]!, drafted["lines"]![1]!);
        Sums(table, "discountSum", "documentDiscount", "discount", "amount", "vat", "total").Should().Equal("20.00", "25.00", "75.00", "225.00", "45.00", "270.00");
        Sums(chair, "documentDiscount", "discount", "amount", "vat", "total").Should().Equal("5.00", "5.00", "45.00", "4.50", "49.50");
        ((int?)table["leadTimeDays"], (int?)chair["leadTimeDays"], (int?)drafted["leadTimeDays"]).Should().Be((10, null, 5));
        Sums(drafted.Json, "amount", "vat", "total").Should().Equal("270.00", "49.50", "319.50");
        ((string?)drafted["discount"]!["sum"]!["amount"], (string?)drafted["discount"]!["amount"]!["amount"]).Should().Be(("30.00", "30.00"));
        ((decimal)drafted["discountPercent"]!).Should().Be(25m);

        var path = "/proposals/" + drafted.Id;
        var halved = (await host.Api.Patch(path, new { discount = new { percent = 10 } })).Must(200);
        Sums(halved["lines"]![0]!, "documentDiscount", "amount").Should().Equal("25.00", "225.00");
        ((string?)halved["discount"]!["amount"]!["amount"]).Should().Be("30.00");
        var none = (await host.Api.Patch(path, """{"discount":null,"leadTimeDays":null}""")).Must(200);
        (none["discount"], none["leadTimeDays"], (string?)none["total"]!["amount"]).Should().Be((null, null, "355.00"));
        (await host.Api.Patch(path, new { validUntil = "2027-07-01" })).Must(200)["total"]!["amount"]!.GetValue<string>().Should().Be("355.00", "absent keeps");
    }

    [Fact]
    public async Task Absent_keeps_how_prices_stand_to_vat()
    {
        var sale = await Sale.Open(host.Api);
        var lines = new[] { new { name = "Стол", quantity = 1, price = Sale.Rub("120.00"), vatRate = 20 } };
        var drafted = (await host.Api.Post(sale.Path + "/proposals", new { lines, validUntil = ValidUntil, priceIncludesVat = true })).Must(201);
        var edited = (await host.Api.Patch("/proposals/" + drafted.Id, new { lines })).Must(200);
        ((bool)edited["priceIncludesVat"]!, (string?)edited["total"]!["amount"]).Should().Be((true, "120.00"));
    }

    [Fact]
    public async Task Prices_of_the_catalogue_follow_the_document_and_a_lower_one_typed_by_hand_is_a_discount()
    {
        var product = (await host.Api.Post("/products", new { name = "Кресло", price = Sale.Rub("100.00"), vatRate = 20 })).Must(201).Id;
        var sale = await Sale.Open(host.Api);
        var lines = new object[] { new { productId = product, quantity = 2 }, new { productId = product, quantity = 2, price = Sale.Rub("90.00") }, new { productId = product, quantity = 2, price = Sale.Rub("150.00") } };
        var net = (await host.Api.Post(sale.Path + "/orders", new { lines })).Must(201);
        Each(net, "price").Should().Equal("100.00", "90.00", "150.00");
        Each(net, "basePrice").Should().Equal("100.00", "100.00", "100.00");
        Each(net, "discount").Should().Equal("0.00", "20.00", "0.00");
        var gross = (await host.Api.Post(sale.Path + "/orders", new { lines, priceIncludesVat = true })).Must(201);
        Each(gross, "price").Should().Equal("120.00", "90.00", "150.00");
        Each(gross, "basePrice").Should().Equal("120.00", "120.00", "120.00");
        Each(gross, "discount").Should().Equal("0.00", "50.00", "0.00");
        var other = (await host.Api.Post((await Sale.Open(host.Api)).Path + "/orders", new { lines = new[] { new { productId = product, quantity = 1, price = new { amount = "1.00", currency = "USD" } } } })).Must(201);
        other["lines"]![0]!["basePrice"].Should().BeNull("prices of two currencies do not compare");
    }

    [Fact]
    public async Task An_order_takes_the_main_lines_unless_others_are_named()
    {
        var sale = await Sale.Open(host.Api);
        var proposal = (await host.Api.Post(sale.Path + "/proposals", new
        {
            lines = new object[] { new { name = "Стол", quantity = 4, price = Sale.Rub("100.00"), discountSum = Sale.Rub("40.00") }, new { name = "Стол дубовый", quantity = 4, price = Sale.Rub("300.00"), alternative = true } },
            validUntil = ValidUntil,
            discount = new { percent = 10 },
        })).Must(201);
        ((string?)proposal["total"]!["amount"]).Should().Be("324.00");
        Each(proposal, "total").Should().Equal("324.00", "1080.00");
        (await host.Api.Post($"/proposals/{proposal.Id}/issue")).Must(200);
        var (main, oak) = ((string)proposal["lines"]![0]!["lineId"]!, (string)proposal["lines"]![1]!["lineId"]!);

        var plain = (await host.Api.Post(sale.Path + "/orders", new { proposalId = proposal.Id })).Must(201);
        Each(plain, "total").Should().Equal("324.00");
        var chosen = (await host.Api.Post(sale.Path + "/orders", new { proposalId = proposal.Id, lines = new object[] { new { lineId = oak }, new { lineId = main, quantity = 1 } } })).Must(201);
        Each(chosen, "total").Should().Equal("1080.00", "81.00");
        Each(chosen, "discountSum").Should().Equal(null, "10.00");
        ((string?)chosen["total"]!["amount"]).Should().Be("1161.00");
        ((decimal)chosen["discount"]!["percent"]!, (string?)chosen["discount"]!["amount"]!["amount"]).Should().Be((10m, "129.00"));

        await Refused(new { proposalId = proposal.Id, lines = new[] { new { lineId = main, quantity = 5 } } }, "/lines/0/quantity", "quantity.too_large");
        await Refused(new { proposalId = proposal.Id, lines = new[] { new { lineId = main, quantity = 0 } } }, "/lines/0/quantity", "quantity.not_positive");
        await Refused(new { proposalId = proposal.Id, lines = new[] { new { lineId = Guid.NewGuid() } } }, "/lines/0/lineId", "proposal_line.not_found");
        await Refused(new { proposalId = proposal.Id, lines = new[] { new { lineId = main }, new { lineId = main } } }, "/lines/1/lineId", "order_line.twice");
        await Refused(new { proposalId = proposal.Id, lines = new[] { new { lineId = main, price = Sale.Rub("1.00") } } }, "/lines/0", "member.not_applicable");
        await Refused(new { proposalId = proposal.Id, lines = new[] { new { quantity = 1 } } }, "/lines/0/lineId", "member.required");
        await Refused(new { proposalId = proposal.Id, lines = Array.Empty<object>() }, "/lines", "member.empty");
        await Refused(new { proposalId = proposal.Id, discount = new { percent = 50 } }, "/discount", "member.not_applicable");
        await Refused(new { lines = new[] { new { lineId = main, quantity = 1 } } }, "/lines/0/lineId", "member.not_applicable");
        await Refused(new { lines = new[] { new { name = "Стол", price = Sale.Rub("1.00") } } }, "/lines/0/quantity", "member.required");
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
        var proposal = (await host.Api.Post(sale.Path + "/proposals", new { lines = new[] { new { name = "Стол", quantity = 1, price = Sale.Rub("1.00"), alternative = true } }, validUntil = ValidUntil })).Must(201);
        ((string?)proposal["total"]!["amount"]).Should().Be("0.00");
        var refused = (await host.Api.Post($"/proposals/{proposal.Id}/issue")).Must(409);
        refused.Code.Should().Be("proposal.only_alternatives");
        ((string?)refused["blockers"]![0]!["fix"]!["operationId"]).Should().Be("editProposal");
    }

    [Fact]
    public async Task Parts_carry_their_parts_of_the_discounts()
    {
        var sale = await Sale.Open(host.Api);
        var order = (await host.Api.Post(sale.Path + "/orders", new { lines = new[] { new { name = "Стол", quantity = 3, price = Sale.Rub("10.00"), vatRate = 20 } }, discount = new { sum = Sale.Rub("1.00") } })).Must(201);
        Sums(order["lines"]![0]!, "documentDiscount", "discount", "total").Should().Equal("1.00", "1.00", "34.80");
        ((string?)order["discount"]!["amount"]!["amount"]).Should().Be("1.00");
        var line = (string)order["lines"]![0]!["lineId"]!;
        List<string?> shipped = [], invoiced = [];
        for (var i = 0; i < 3; i++)
        {
            shipped.Add((string?)(await host.Api.PostOnce(sale.Path + "/shipments", new { orderId = order.Id, lines = new[] { new { lineId = line, quantity = 1 } } })).Must(201)["lines"]![0]!["discount"]!["amount"]);
            invoiced.Add((string?)(await host.Api.Post(sale.Path + "/invoices", new { orderId = order.Id, lines = new[] { new { lineId = line, quantity = 1 } } })).Must(201)["lines"]![0]!["discount"]!["amount"]);
        }

        shipped.Should().Equal("0.33", "0.34", "0.33");
        invoiced.Should().Equal(shipped);
        ((string?)(await host.Api.Post(sale.Path + "/invoices", new { lines = new[] { new { name = "Услуга", quantity = 1, price = Sale.Rub("10.00"), discountSum = Sale.Rub("2.50") } } })).Must(201)["total"]!["amount"]).Should().Be("7.50");
    }

    [Theory]
    [InlineData("""{"discountSum":{"amount":"-0.01","currency":"RUB"}}""", "/lines/0/discountSum/amount", "amount.negative")]
    [InlineData("""{"discountSum":{"amount":"100.01","currency":"RUB"}}""", "/lines/0/discountSum", "discount.exceeds_line")]
    [InlineData("""{"discountSum":{"amount":"0.001","currency":"RUB"}}""", "/lines/0/discountSum", "amount.too_precise")]
    [InlineData("""{"discountSum":{"amount":"999999999999999","currency":"RUB"}}""", "/lines/0/discountSum", "discount.exceeds_line")]
    [InlineData("""{"discountPercent":100.000001}""", "/lines/0/discountPercent", "percent.out_of_range")]
    [InlineData("""{"leadTimeDays":-1}""", "/lines/0/leadTimeDays", "lead_time.out_of_range")]
    [InlineData("""{"leadTimeDays":3651}""", "/lines/0/leadTimeDays", "lead_time.out_of_range")]
    [InlineData("""{"leadTimeDays":1.5}""", "/lines/0/leadTimeDays", "member.invalid")]
    [InlineData("""{"leadTimeDays":11111111111111111111111111111111111111111}""", "/lines/0/leadTimeDays", "member.invalid")]
    [InlineData("""{"alternative":"yes"}""", "/lines/0/alternative", "member.invalid")]
    [InlineData("""{"priceList":"dealer"}""", "/lines/0/priceList", "member.not_applicable")]
    public async Task Lines_are_strict(string members, string pointer, string code)
    {
        var line = JsonNode.Parse("""{"name":"Стол","quantity":1,"price":{"amount":"100.00","currency":"RUB"}}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject()) line[name] = value?.DeepClone();
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
    [InlineData("""{"sum":{"amount":"1111111111111111111111111111111111111111","currency":"RUB"}}""", "/discount/sum", "member.invalid")]
    [InlineData("""{"off":5}""", "/discount/off", "member.unknown")]
    public async Task The_discount_of_a_document_is_strict(string discount, string pointer, string code)
    {
        var body = new JsonObject { ["lines"] = JsonNode.Parse("""[{"name":"Стол","quantity":2,"price":{"amount":"100.00","currency":"RUB"}}]"""), ["validUntil"] = ValidUntil, ["discount"] = JsonNode.Parse(discount) };
        await Refused(body, pointer, code);
        body.Remove("validUntil");
        await Refused(body, pointer, code, "orders");
    }

    [Fact]
    public async Task Discounts_speak_the_documents_currency()
    {
        var sale = await Sale.Open(host.Api);
        var dollars = new { amount = "1.00", currency = "USD" };
        (await host.Api.Post(sale.Path + "/orders", new { lines = new[] { new { name = "А", quantity = 1, price = Sale.Rub("5.00"), discountSum = dollars } } })).Must(409).Code.Should().Be("currency.differs");
        (await host.Api.Post(sale.Path + "/orders", new { lines = new[] { new { name = "А", quantity = 1, price = Sale.Rub("5.00") } }, discount = new { sum = dollars } })).Must(409).Code.Should().Be("currency.differs");
        (await host.Api.Post(sale.Path + "/orders", """{"lines":[{"name":"А","quantity":1,"price":{"amount":"5.00","currency":"RUB"},"alternative":true}]}""")).Must(422);
        (await host.Api.Get(sale.Path + "/orders")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_price_list_that_is_not_there_is_named_and_a_price_stands_alone()
    {
        var product = (await host.Api.Post("/products", new { name = "Полка", price = Sale.Rub("10.00") })).Must(201).Id;
        var sale = await Sale.Open(host.Api);
        var body = new JsonObject { ["lines"] = new JsonArray(new JsonObject { ["productId"] = product, ["quantity"] = 1, ["priceList"] = "no-such-list" }), ["validUntil"] = ValidUntil };
        await Refused(body, "/lines/0/priceList", "price_list.not_found");
        body["lines"]![0]!["price"] = JsonNode.Parse("""{"amount":"1.00","currency":"RUB"}""");
        await Refused(body, "/lines/0/priceList", "member.conflict");
    }

    [Fact]
    public async Task A_proposal_begins_with_the_interest()
    {
        var product = (await host.Api.Post("/products", new { name = "Шкаф", unit = "шт", price = Sale.Rub("70.00"), vatRate = 20 })).Must(201).Id;
        var bare = (await host.Api.Post("/products", new { name = "Без цены" })).Must(201).Id;
        var sale = await Sale.Open(host.Api);
        var body = new { fromInterest = true, validUntil = ValidUntil, discount = new { percent = 10 } };
        var none = (await host.Api.Post(sale.Path + "/proposals", body)).Must(409);
        (none.Code, none.Blockers.Single(), (string?)none["blockers"]![0]!["fix"]!["operationId"]).Should().Be(("interest.incomplete", "interest.missing", "setInterest"));
        (await host.Api.Post(sale.Path + "/interest", new { lines = new object[] { new { productId = product, quantity = 2 }, new { text = "Что-нибудь" }, new { productId = bare } } })).Must(200);
        var unpriced = (await host.Api.Post(sale.Path + "/proposals", body)).Must(409);
        unpriced["blockers"]!.AsArray().Select(x => ((string?)x!["code"], (string?)x["subject"], (string?)x["actual"])).Should().Equal(("interest.unpriced", "interest:1", "Что-нибудь"), ("interest.unpriced", "interest:2", "Без цены"));
        (await host.Api.Get(sale.Path + "/proposals")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (await host.Api.Post(sale.Path + "/interest", new { lines = new object[] { new { productId = product, quantity = 2 }, new { productId = product }, new { text = "Сборка", unit = "усл", quantity = 3, amount = Sale.Rub("100.00") }, new { productId = bare, amount = Sale.Rub("30.00") } } })).Must(200);
        var drafted = (await host.Api.Post(sale.Path + "/proposals", body)).Must(201);
        Each(drafted, "price").Should().Equal("70.00", "70.00", "33.333333", "30.00");
        drafted["lines"]!.AsArray().Select(x => ((string?)x!["name"], (decimal)x["quantity"]!, (string?)x["unit"])).Should().Equal(("Шкаф", 2m, "шт"), ("Шкаф", 1m, "шт"), ("Сборка", 3m, "усл"), ("Без цены", 1m, null));
        Each(drafted, "amount").Should().Equal("126.00", "63.00", "90.00", "27.00");
        ((string?)drafted["total"]!["amount"]).Should().Be("343.80");
        (await host.Api.Post(sale.Path + "/proposals", new { fromInterest = true, validUntil = ValidUntil, lines = new[] { new { productId = product, quantity = 1 } } })).Must(422);
        (await host.Api.Post(sale.Path + "/proposals", new { validUntil = ValidUntil })).Must(422);
    }

    [Fact]
    public async Task What_was_asked_for_when_it_was_read_is_no_document_once_it_is_another()
    {
        for (var round = 0; round < 16; round++)
        {
            var noun = round % 2 == 0 ? "proposals" : "orders";
            object Asked(string amount) => new { lines = new[] { new { text = "Сборка", amount = Sale.Rub(amount) } } };
            var sale = await Sale.Open(host.Api);
            (await host.Api.Post(sale.Path + "/interest", Asked("100.00"))).Must(200);
            var change = Task.Run(() => host.Api.Post(sale.Path + "/interest", Asked("200.00")));
            var made = await Task.Run(() => host.Api.Post($"{sale.Path}/{noun}", noun == "orders" ? (object)new { fromInterest = true } : new { fromInterest = true, validUntil = ValidUntil }));
            (await change).Must(200);
            if (made.Status == 503)
            {
                (made.Code, made.Headers["Retry-After"]).Should().Be(("resource.busy", "1"));
                (await host.Api.Get($"{sale.Path}/{noun}")).Must(200)["items"]!.AsArray().Should().BeEmpty();
                continue;
            }

            var facts = (await host.Api.Get(sale.Path + "/history?limit=200")).Must(200)["items"]!.AsArray().OrderBy(x => (long)x!["sequence"]!).Select(x => (string)x!["type"]!).ToList();
            var changed = facts.LastIndexOf("interest_changed") < facts.FindIndex(x => x is "proposal_drafted" or "order_placed");
            ((string?)made.Must(201)["total"]!["amount"]).Should().Be(changed ? "200.00" : "100.00", string.Join(", ", facts));
        }
    }

    private async Task Refused(JsonObject body, string pointer, string code, string noun = "proposals")
    {
        var sale = await Sale.Open(host.Api);
        var refused = (await host.Api.Post($"{sale.Path}/{noun}", body.ToJsonString())).Must(422);
        refused["errors"]!.AsArray().Select(x => ((string?)x!["pointer"], (string?)x["code"])).Should().Contain((pointer, code));
        (await host.Api.Get($"{sale.Path}/{noun}")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    private static string?[] Sums(JsonNode of, params string[] names) => [.. names.Select(x => (string?)of[x]?["amount"])];

    private static string?[] Each(Answer of, string name) => [.. of["lines"]!.AsArray().Select(x => (string?)x![name]?["amount"])];
}
