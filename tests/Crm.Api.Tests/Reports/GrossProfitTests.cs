using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Reports;

/// <summary>
/// Gross profit over HTTP: for every grouping, rows sum to the total and the events behind a row sum to the row; live equals rebuilt.
/// </summary>
public sealed class GrossProfitTests(TestHost host) : IClassFixture<TestHost>
{
    private static readonly string[] Sums =
    [
        "revenue",
        "discounts",
        "manualDiscounts",
        "priceListDiscounts",
        "cost",
        "grossProfit",
        "writtenOff",
    ];
    private static readonly string[] Keys = ["deal", "client", "manager", "product", "source", "month"];
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Rows_sum_to_the_total_and_events_to_their_row()
    {
        var position = await World(new Random(11));
        var seen = ("Crm-Min-Position", position.ToString(CultureInfo.InvariantCulture));
        string? total = null;
        foreach (var by in Keys)
        {
            var report = (await api.Get($"/reports/gross-profit?by={by}", seen)).Must(200);
            (total ??= report["total"]!.ToJsonString()).Should().Be(report["total"]!.ToJsonString(), by);
            foreach (var sum in Sums)
                report["items"]!
                    .AsArray()
                    .Sum(x => Amount(x![sum]))
                    .Should()
                    .Be(Amount(report["total"]![sum]), $"{sum} by {by}");
            foreach (var row in report["items"]!.AsArray())
            {
                var events = await Events((string)row!["facts"]!);
                foreach (var sum in Sums)
                    events.Sum(x => Amount(x[sum])).Should().Be(Amount(row[sum]), $"{sum} of {by} {row["key"]}");
                (Amount(row["manualDiscounts"]) + Amount(row["priceListDiscounts"]))
                    .Should()
                    .Be(Amount(row["discounts"]));
            }
        }

        (await Events("/reports/gross-profit/facts?limit=7"))
            .Should()
            .HaveCount((int)(await api.Get("/reports/gross-profit/facts?count=true")).Must(200)["total"]!);
        var verdict = await Rebuilt();
        ((bool)verdict["equal"]!, (long)verdict["onlyLiveCount"]!, (long)verdict["onlyRebuiltCount"]!)
            .Should()
            .Be((true, 0, 0));
    }

    [Fact]
    public async Task An_event_states_its_position_in_its_deal()
    {
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship();
        await sale.Pay("359.00");
        var off = (
            await api.PostOnce(
                sale.Path + "/write-offs",
                new
                {
                    amount = Sale.Rub("1.00"),
                    side = "client",
                    reason = "Копейки",
                }
            )
        ).Must(201);
        var events = (
            await api.Get(
                $"/reports/gross-profit/facts?by=deal&key={sale.Id}",
                ("Crm-Min-Position", off.Position.ToString(CultureInfo.InvariantCulture))
            )
        ).Must(200)["items"]!.AsArray();
        events.Select(x => (string)x!["type"]!).Should().Equal("shipment_made", "debt_written_off");
        foreach (var domainEvent in events)
        {
            var history = (await api.Get((string)domainEvent!["history"]!)).Must(200)["items"]!
                .AsArray()
                .First(x => (string)x!["type"]! == (string)domainEvent["type"]!)!;
            ((long)history["version"]!, (long)history["sequence"]!, (string)history["happenedAt"]!)
                .Should()
                .Be(
                    ((long)domainEvent["version"]!, (long)domainEvent["sequence"]!, (string)domainEvent["happenedAt"]!)
                );
        }

        (
            (string?)events[1]!["number"],
            events[1]!["lineId"],
            Amount(events[1]!["writtenOff"]),
            Amount(events[1]!["revenue"])
        )
            .Should()
            .Be(((string?)off["number"], null, 1m, 0m));
        ((string?)events[0]!["dealNumber"], Amount(events[0]!["revenue"]), Amount(events[0]!["cost"]))
            .Should()
            .Be(((string?)(await api.Get(sale.Path))["number"], 300m, 180m));
        (await api.Get("/reports/gross-profit/facts?key=x")).Must(400).Code.Should().Be("parameter.invalid");
        (await api.Get("/reports/gross-profit/facts?by=colour")).Must(400).Code.Should().Be("parameter.invalid");
        (await api.Get("/reports/gross-profit/facts?by=deal&key=nonsense")).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty();
    }

    [Fact]
    public async Task Without_permission_to_see_costs_none_are_shown_behind_the_numbers()
    {
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship();
        var seller = (await api.Post("/users", new { name = "Продавец", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        (await api.Post(sale.Path + "/manager", new { userId = seller })).Must(200);
        var his = await host.App.AsUser(Guid.Parse(seller));
        var position = (await api.Post(sale.Path + "/comments", new { text = "Отгружено" })).Must(201).Position;
        var events = (
            await his.Get(
                $"/reports/gross-profit/facts?by=deal&key={sale.Id}",
                ("Crm-Min-Position", position.ToString(CultureInfo.InvariantCulture))
            )
        ).Must(200);
        Amount(events["items"]!.AsArray().Single()!["revenue"]).Should().Be(300);
        events.Text.Should().NotContain("cost").And.NotContain("grossProfit").And.NotContain("\"180.00\"");
        (
            await (
                await host.App.AsUser(
                    Guid.Parse(
                        (await api.Post("/users", new { name = "Другой", roles = new[] { "sales-manager" } }))
                            .Must(201)
                            .Id
                    )
                )
            ).Get("/reports/gross-profit/facts")
        ).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty();
    }

    /// <summary>Twelve deals with odd prices, shipped in parts, some of it back, kopecks written off.</summary>
    private async Task<long> World(Random random)
    {
        var clients = new List<string>();
        for (var i = 0; i < 2; i++)
            clients.Add((await api.Post("/clients", new { name = $"ООО {i}" })).Must(201).Id);
        var product = (
            await api.Post(
                "/products",
                new
                {
                    name = "Стол",
                    unit = "шт",
                    cost = Sale.Rub("7.77"),
                }
            )
        ).Must(201).Id;
        long last = 0;
        for (var i = 0; i < 12; i++)
        {
            var deal = (
                await api.PostOnce(
                    "/deals",
                    new
                    {
                        title = "Поставка",
                        kind = "simple",
                        clientId = i % 3 == 0 ? null : clients[i % 2],
                    }
                )
            ).Must(201).Id;
            var path = "/deals/" + deal;
            var quantity = random.Next(3, 12);
            var order = (
                await api.Post(
                    path + "/orders",
                    new
                    {
                        lines = new object[]
                        {
                            new
                            {
                                productId = product,
                                quantity,
                                price = Sale.Rub($"{random.Next(1, 99)}.{random.Next(100, 999)}"),
                                vatRate = 20,
                                discountPercent = random.Next(0, 30),
                            },
                            new
                            {
                                name = "Доставка",
                                quantity = 1.5,
                                price = Sale.Rub($"{random.Next(1, 99)}.{random.Next(100, 999)}"),
                                vatRate = 10,
                            },
                        },
                    }
                )
            ).Must(201);
            var line = (string)order["lines"]![0]!["lineId"]!;
            var first = (
                await api.PostOnce(
                    path + "/shipments",
                    new { orderId = order.Id, lines = new[] { new { lineId = line, quantity = random.Next(1, 3) } } }
                )
            ).Must(201);
            (await api.PostOnce(path + "/shipments", new { orderId = order.Id, rest = true })).Must(201);
            if (i % 2 == 0)
                (
                    await api.PostOnce(
                        path + "/returns",
                        new
                        {
                            shipmentId = first.Id,
                            rest = true,
                            reason = "Брак",
                        }
                    )
                ).Must(201);
            last = (
                await api.PostOnce(
                    path + "/write-offs",
                    new
                    {
                        amount = Sale.Rub($"0.{random.Next(10, 99)}"),
                        side = "client",
                        reason = "Копейки",
                    }
                )
            ).Must(201).Position;
        }

        return last;
    }

    private async Task<List<JsonNode>> Events(string path)
    {
        List<JsonNode> found = [];
        for (string? cursor = null; ; )
        {
            var page = (
                await api.Get(path + (cursor is null ? "" : (path.Contains('?') ? "&" : "?") + "cursor=" + cursor))
            ).Must(200);
            found.AddRange(page["items"]!.AsArray().Select(x => x!));
            if ((cursor = (string?)page["nextCursor"]) is null)
                return found;
        }
    }

    private async Task<JsonNode> Rebuilt() =>
        (await api.Ended(await api.Post("/projections/gross-profit/rebuild")))["result"]!;

    private static decimal Amount(JsonNode? money) =>
        money is null ? 0 : decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture);
}
