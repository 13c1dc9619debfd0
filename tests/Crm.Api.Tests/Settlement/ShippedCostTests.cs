using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Settlement;

/// <summary>Where the cost of a shipment line is from, over HTTP.</summary>
public sealed class ShippedCostTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Without_a_copied_cost_it_is_the_products_on_the_day_of_the_shipment()
    {
        var (product, deal, order) = await Ordered(null);
        await Costs(product, new { cost = Sale.Rub("10.00") });
        var then = app.Clock.GetUtcNow().AddMinutes(1);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await Costs(product, new { cost = Sale.Rub("20.00") });
        Cost(await Ship(deal, order, then)).Should().Be(("product", "10.00", "10.00"));
        Cost(await Ship(deal, order)).Should().Be(("product", "20.00", "20.00"));
        Cost(await Ship(deal, order, unitCost: Sale.Rub("7.00"))).Should().Be(("given", "7.00", "7.00"));
    }

    [Fact]
    public async Task A_copied_cost_stays_when_that_of_the_product_changes()
    {
        var (product, deal, order) = await Ordered(Sale.Rub("5.00"));
        await Costs(product, new { cost = Sale.Rub("20.00") });
        Cost(await Ship(deal, order)).Should().Be(("copied", "5.00", "5.00"));
    }

    [Fact]
    public async Task A_service_without_a_cost_costs_nothing_and_another_product_has_no_known_cost()
    {
        var (product, deal, order) = await Ordered(null);
        Cost(await Ship(deal, order)).Should().Be(("unknown", null, null));
        ((bool)(await Costs(product, new { service = true }))["service"]!).Should().BeTrue();
        Cost(await Ship(deal, order)).Should().Be(("service", "0.00", "0.00"));
        (await api.Get($"/products/{product}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Contain("product_service_changed");
        ((bool)(await Costs(product, new { service = (bool?)null }))["service"]!).Should().BeFalse();
    }

    [Fact]
    public async Task A_cost_in_another_currency_converts_at_the_last_rate_and_without_one_warns()
    {
        var (_, deal, order) = await Ordered(new { amount = "2.00", currency = "USD" });
        var unknown = await Ship(deal, order);
        Cost(unknown).Should().Be(("unknown", null, null));
        var warning = unknown["warnings"]!.AsArray().Should().ContainSingle().Which!;
        ((string?)warning["code"], (string?)warning["pointer"], (string?)warning["detail"])
            .Should()
            .Be(
                (
                    "cost.rate_missing",
                    "/lines/0/unitCost",
                    "Себестоимость не пересчитана и считается неизвестной. Нужен курс USD/RUB на день отгрузки или ранее."
                )
            );
        (
            await api.Post(
                "/exchange-rates",
                new
                {
                    @base = "USD",
                    rate = "90.5",
                    validOn = "2026-01-01",
                }
            )
        ).Must(200);
        var converted = await Ship(deal, order);
        (
            Cost(converted),
            (string?)converted["lines"]![0]!["foreignUnitCost"]!["amount"],
            converted["warnings"]!.AsArray().Count
        )
            .Should()
            .Be((("copied", "181.00", "181.00"), "2.00", 0));
        Cost(await Ship(deal, order, unitCost: new { amount = "1.00", currency = "USD" }))
            .Should()
            .Be(("given", "90.50", "90.50"));
        var seller = (await api.Post("/users", new { name = "Продавец", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        (await api.Post($"/deals/{deal}/manager", new { userId = seller })).Must(200);
        var his = await app.AsUser(Guid.Parse(seller));
        foreach (var part in (string[])["/shipments", "/history", "/orders"])
            (await his.Get($"/deals/{deal}{part}"))
                .Must(200)
                .Text.Should()
                .NotContain("oreignUnitCost")
                .And.NotContain("costFrom")
                .And.NotContain("\"2.00\"", part);
    }

    private static (string? From, string? Unit, string? Cost) Cost(Answer shipment) =>
        shipment["lines"]![0]! is var line
            ? ((string?)line["costFrom"], (string?)line["unitCost"]?["amount"], (string?)line["cost"]?["amount"])
            : default;

    private async Task<Answer> Costs(string product, object change) =>
        (await api.Patch("/products/" + product, change, (await api.Get("/products/" + product)).ETag)).Must(200);

    private async Task<Answer> Ship(
        string deal,
        Answer order,
        DateTimeOffset? happenedAt = null,
        object? unitCost = null
    ) =>
        (
            await api.Send(
                HttpMethod.Post,
                $"/deals/{deal}/shipments",
                new
                {
                    orderId = order.Id,
                    lines = new[]
                    {
                        new
                        {
                            lineId = (string)order["lines"]![0]!["lineId"]!,
                            quantity = 1,
                            unitCost,
                        },
                    },
                    happenedAt,
                },
                [("Idempotency-Key", Guid.NewGuid().ToString()), ("Accept-Language", "ru")]
            )
        ).Must(201);

    private async Task<(string Product, string Deal, Answer Order)> Ordered(object? cost)
    {
        var product = (
            await api.Post(
                "/products",
                new
                {
                    name = "Станок",
                    price = Sale.Rub("100.00"),
                    cost,
                }
            )
        ).Must(201).Id;
        var deal = (await api.PostOnce("/deals", new { title = "Поставка", kind = "simple" })).Must(201).Id;
        var order = (
            await api.Post(
                $"/deals/{deal}/orders",
                new { lines = new[] { new { productId = product, quantity = 10 } } }
            )
        ).Must(201);
        return (product, deal, order);
    }
}
