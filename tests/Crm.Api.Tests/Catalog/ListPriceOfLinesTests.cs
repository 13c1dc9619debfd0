using static Crm.Api.Tests.Catalog.PriceLists;

namespace Crm.Api.Tests.Catalog;

/// <summary>A line takes the price of a list on the day of the document and keeps it.</summary>
[Collection(HostCollection.Name)]
public sealed class ListPriceOfLinesTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_line_takes_the_price_of_a_list_on_the_day_and_keeps_it()
    {
        var list = (
            await Api.Post(
                "/price-lists",
                new
                {
                    code = Fresh("line"),
                    title = "С НДС",
                    currency = "RUB",
                    priceIncludesVat = true,
                }
            )
        ).Must(201);
        var product = (
            await Api.Post(
                "/products",
                new
                {
                    name = "Стол",
                    price = Sale.Rub("110.00"),
                    vatRate = 20,
                }
            )
        ).Must(201).Id;
        var sale = await Sale.Open(Api);
        object Body(string code) =>
            new
            {
                lines = new[]
                {
                    new
                    {
                        productId = product,
                        quantity = 2,
                        priceList = code,
                    },
                },
            };
        var code = (string)list["code"]!;
        var missing = (await Api.Post(sale.Path + "/orders", Body(code))).Must(422)["errors"]![0]!;
        ((string)missing["pointer"]!, (string)missing["code"]!).Should().Be(("/lines/0/priceList", "price.not_found"));
        ((string)missing["detail"]!).Should().Contain(code).And.Contain("2026-1");
        ((string)(await Api.Post(sale.Path + "/orders", Body("no-such"))).Must(422)["errors"]![0]!["code"]!)
            .Should()
            .Be("price_list.not_found");
        await Api.SetPrice(list.Id, product, "120.00", "2026-01-01");
        var order = (await Api.Post(sale.Path + "/orders", Body(code))).Must(201);
        // 120 with VAT is 100 without; the base price, 110, is without it.
        ((string)order["lines"]![0]!["price"]!["amount"]!, (string)order["lines"]![0]!["amount"]!["amount"]!)
            .Should()
            .Be(("100.00", "200.00"));
        await Api.SetPrice(list.Id, product, "240.00", "2026-01-01");
        ((string)(await Api.Get($"{sale.Path}/orders/{order.Id}")).Must(200)["lines"]![0]!["price"]!["amount"]!)
            .Should()
            .Be("100.00", "what copied a price keeps it");
        (await Api.Post($"/price-lists/{list.Id}/archive")).Must(200);
        ((string)(await Api.Post(sale.Path + "/orders", Body(code))).Must(422)["errors"]![0]!["code"]!)
            .Should()
            .Be("price_list.archived");
    }
}
