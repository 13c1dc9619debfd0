using System.Net;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Settlement;

/// <summary>An invoice for a plain amount states and prints the VAT in it.</summary>
[Collection(HostCollection.Name)]
public sealed class AmountVatTests(TestHost host) : IAsyncLifetime
{
    private readonly Testing.Api api = host.Api;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync() => await SetDefault(null);

    [Fact]
    public async Task Of_an_order_it_has_the_orders_mix()
    {
        var sale = await Sale.Open(api);
        var order = await Ordered(sale, (20, "1000.00"), (null, "300.00"));
        var invoice = await Issue(sale, new { orderId = order, amount = Sale.Rub("750.00") });
        Amounts(invoice).Should().Be(("650.00", "100.00", "750.00", null));
        (await Printed(sale, invoice, "ru"))
            .Should()
            .Contain("В том числе НДС")
            .And.Contain("100,00")
            .And.Contain("в т. ч. НДС 100,00");
        var one = await Ordered(sale, (10, "1000.00"));
        (await Printed(sale, await Issue(sale, new { orderId = one, amount = Sale.Rub("110.00") }), "ru"))
            .Should()
            .Contain("В том числе НДС 10 %")
            .And.Contain("10,00");
        var exempt = await Ordered(sale, (null, "300.00"));
        var without = await Issue(sale, new { orderId = exempt, amount = Sale.Rub("100.00") });
        Amounts(without).Should().Be(("100.00", "0.00", "100.00", null));
        (await Printed(sale, without, "ru")).Should().Contain("Без НДС");
    }

    [Fact]
    public async Task Without_an_order_the_rate_is_given_else_the_companys_else_it_is_without_VAT()
    {
        var sale = await Sale.Open(api);
        var none = await Issue(sale, new { amount = Sale.Rub("1200.00") });
        Amounts(none).Should().Be(("1200.00", "0.00", "1200.00", null));
        (await Printed(sale, none, "en")).Should().Contain("Without VAT").And.Contain(", without VAT");
        (await Printed(sale, none, "ru")).Should().Contain("Без НДС").And.Contain(", без НДС");
        await SetDefault(20);
        var usual = await Issue(sale, new { amount = Sale.Rub("1200.00") });
        Amounts(usual).Should().Be(("1000.00", "200.00", "1200.00", 20m));
        (await Printed(sale, usual, "en")).Should().Contain("Including VAT 20%").And.Contain("including VAT 200.00");
        var given = await Issue(sale, new { amount = Sale.Rub("1100.00"), vatRate = 10 });
        Amounts(given).Should().Be(("1000.00", "100.00", "1100.00", 10m));
        (await Printed(sale, given, "ru")).Should().Contain("В том числе НДС 10 %");
    }

    [Fact]
    public async Task A_rate_that_does_not_apply_or_is_not_the_companys_is_refused()
    {
        var sale = await Sale.Open(api);
        var order = await Ordered(sale, (20, "1000.00"));
        var amount = Sale.Rub("100.00");
        Fault(
                await api.Post(
                    sale.Path + "/invoices",
                    new
                    {
                        orderId = order,
                        amount,
                        vatRate = 10,
                    }
                )
            )
            .Should()
            .Be(("/vatRate", "member.not_applicable"));
        Fault(await api.Post(sale.Path + "/invoices", new { orderId = order, vatRate = 10 }))
            .Should()
            .Be(("/vatRate", "member.not_applicable"));
        Fault(await api.Post(sale.Path + "/invoices", new { amount, vatRate = 13 }))
            .Should()
            .Be(("/vatRate", "vat_rate.unknown"));
    }

    [Fact]
    public async Task A_reissue_corrects_the_rate_alone()
    {
        var sale = await Sale.Open(api);
        var old = await Issue(sale, new { amount = Sale.Rub("1100.00"), vatRate = 20 });
        var anew = (
            await api.Post(
                $"{sale.Path}/invoices/{(string)old["id"]!}/reissue",
                new { reason = "Другая ставка", vatRate = 10 }
            )
        ).Must(201);
        Amounts(anew.Json).Should().Be(("1000.00", "100.00", "1100.00", 10m));
    }

    private async Task SetDefault(int? rate) =>
        (
            await api.Patch("/settings", rate is null ? """{"defaultVatRate":null}""" : new { defaultVatRate = rate })
        ).Must(200);

    private async Task<string> Ordered(Sale sale, params (int? Rate, string Price)[] lines) => (
            await api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = lines.Select(x => new
                    {
                        name = "Стол",
                        quantity = 1,
                        price = Sale.Rub(x.Price),
                        vatRate = x.Rate,
                    }),
                }
            )
        ).Must(201).Id;

    private async Task<JsonNode> Issue(Sale sale, object body) =>
        (await api.Post(sale.Path + "/invoices", body)).Must(201).Json;

    /// <summary>The page with plain spaces.</summary>
    private async Task<string> Printed(Sale sale, JsonNode invoice, string language)
    {
        var path = $"{sale.Path}/invoices/{(string)invoice["id"]!}/document?lang={language}";
        var page = (await api.Get(path, ("Accept", "text/html"))).Must(200);
        return WebUtility.HtmlDecode(page.Text).Replace('\u00a0', ' ');
    }

    private static (string, string, string, decimal?) Amounts(JsonNode invoice) =>
        (
            (string)invoice["net"]!["amount"]!,
            (string)invoice["vat"]!["amount"]!,
            (string)invoice["total"]!["amount"]!,
            (decimal?)invoice["vatRate"]
        );

    private static (string?, string?) Fault(Answer answer)
    {
        var fault = answer.Must(422)["errors"]![0]!;
        return ((string?)fault["pointer"], (string?)fault["code"]);
    }
}
