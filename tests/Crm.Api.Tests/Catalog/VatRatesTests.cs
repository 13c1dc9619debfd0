namespace Crm.Api.Tests.Catalog;

/// <summary>VAT rates are a setting; no rate that a product has can be removed.</summary>
[Collection(HostCollection.Name)]
public sealed class VatRatesTests
{
    [Fact]
    public async Task Rates_of_VAT_are_a_setting_and_none_that_products_have_is_taken_away()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var product = (
            await api.Post(
                "/products",
                new
                {
                    name = "Книга",
                    price = Sale.Rub("10.00"),
                    vatRate = 10,
                }
            )
        ).Must(201);
        (await api.Get("/settings")).Must(200)["vatRates"]!
            .AsArray()
            .Select(x => (decimal)x!)
            .Should()
            .Equal(0, 5, 7, 10, 20, 22);
        var refused = (await api.Patch("/settings", new { vatRates = new[] { 0, 20 } })).Must(409);
        refused.Code.Should().Be("vat_rate.in_use");
        ((string)refused["blockers"]![0]!["fix"]!["href"]!).Should().EndWith(product.Id);
        (await api.Patch("/settings", new { vatRates = new[] { 20, 10, 8.25m, 20 } })).Must(200)["vatRates"]!
            .AsArray()
            .Select(x => (decimal)x!)
            .Should()
            .Equal(8.25m, 10, 20);
        (await api.Post("/products", new { name = "Кофе", vatRate = 22 })).Must(422);
        (await api.Post("/products", new { name = "Кофе", vatRate = 8.25 })).Must(201);
        var sale = await Sale.Open(api);
        object Line(decimal? rate) =>
            new
            {
                lines = new[]
                {
                    new
                    {
                        name = "А",
                        quantity = 1,
                        price = Sale.Rub("1.00"),
                        vatRate = rate,
                    },
                },
            };
        ((string)(await api.Post(sale.Path + "/orders", Line(22))).Must(422)["errors"]![0]!["code"]!)
            .Should()
            .Be("vat_rate.unknown");
        var order = (await api.Post(sale.Path + "/orders", Line(8.25m))).Must(201);
        (await api.Post(sale.Path + "/orders", Line(null))).Must(201);
        (await api.Post($"/products/{product.Id}/archive")).Must(200);
        (await api.Patch("/settings", new { vatRates = new[] { 8.25m, 20 } })).Must(200);
        ((string)(await api.Post($"/products/{product.Id}/restore")).Must(422)["errors"]![0]!["code"]!)
            .Should()
            .Be("vat_rate.unknown");
        ((decimal)(await api.Get($"{sale.Path}/orders/{order.Id}")).Must(200)["lines"]![0]!["vatRate"]!)
            .Should()
            .Be(8.25m, "documents keep theirs");
        foreach (var bad in (object[])[new[] { 101 }, new[] { -1 }, new[] { 1.234 }, Array.Empty<int>()])
            (await api.Patch("/settings", new { vatRates = bad })).Must(422);
        (await api.Get("/settings/history")).Must(200).Text.Should().Contain("vat_rates_changed");
        (await api.Patch("/settings", new { vatRates = (object?)null }))
            .Must(409)
            .Code.Should()
            .Be("vat_rate.in_use", "the initial rates lack 8.25");
    }
}
