using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Reports;

/// <summary>
/// The rows of gross profit: months without holes, exchange differences by themselves, lines of unknown cost beside the margin, and
/// the order of rows. In every cut the rows, with the rounding difference, are the total.
/// </summary>
public sealed class ProfitRowsTests : IAsyncLifetime
{
    private static readonly string[] Keys = ["deal", "client", "manager", "product", "source", "month"];
    private static readonly string[] Sums =
    [
        "revenue",
        "discounts",
        "manualDiscounts",
        "priceListDiscounts",
        "cost",
        "grossProfit",
        "writtenOff",
        "exchangeDifference",
    ];
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Months_are_in_order_and_without_holes()
    {
        var first = await Ship("RUB", ("А", "100.00", "10.00"));
        var from = Month();
        app.Clock.Advance(TimeSpan.FromDays(92));
        var last = await Ship("RUB", ("А", "300.00", "10.00"));
        var report = await Report("by=month", last);
        Titles(report).Should().HaveCount(4).And.BeInAscendingOrder().And.StartWith(from).And.EndWith(Month());
        report["items"]!.AsArray().Select(x => Amount(x!["revenue"])).Should().Equal(100, 0, 0, 300);
        var empty = report["items"]![1]!;
        (Amount(empty["writtenOff"]), empty["cost"], empty["marginPercent"]).Should().Be((0m, null, null));
        (await api.Get((string)empty["drillDown"]!)).Must(200)["items"]!.AsArray().Should().BeEmpty();
        Titles(await Report($"by=month&from={from}-01&to={from}-28", last)).Should().Equal(from);
        var before = DateOnly.ParseExact(from + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(-1);
        Titles(await Report($"by=month&from={before:yyyy-MM-dd}&to={from}-28", first))
            .Should()
            .Equal(before.ToString("yyyy-MM", CultureInfo.InvariantCulture), from);
        Titles(await Report("by=month&sort=-key", last)).Should().BeInDescendingOrder();
    }

    [Fact]
    public async Task A_row_that_has_only_an_exchange_difference_is_there_and_drills_down()
    {
        await Rate("USD", "90");
        var deal = await Deal();
        await Ship("USD", deal, ("Станок", "100.00", "60.00"));
        app.Clock.Advance(TimeSpan.FromDays(40));
        await Rate("USD", "95");
        var paid = await Pay(deal, "120.00", "USD");
        var report = await Report($"by=deal&from={Month()}-01&currency=RUB", paid);
        var row = report["items"]!.AsArray().Should().ContainSingle().Which!;
        (Amount(row["revenue"]), Amount(row["converted"]!["exchangeDifference"])).Should().Be((0m, 600m));
        (await api.Get((string)row["drillDown"]!)).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .Equal(deal);
        Amount(report["converted"]!["exchangeDifference"]).Should().Be(600);
        Titles(await Report("by=month&currency=RUB", paid)).Should().HaveCountGreaterThan(1).And.EndWith(Month());
        (await Report($"by=deal&from={Month()}-01", paid))["items"]!
            .AsArray()
            .Should()
            .BeEmpty("no currency was asked for");
    }

    [Fact]
    public async Task Lines_of_unknown_cost_count_in_the_revenue_alone()
    {
        var position = await Ship("RUB", ("А", "100.00", "60.00"), ("Б", "50.00", null));
        foreach (
            var row in (JsonNode[])
                [(await Report("by=deal", position))["items"]![0]!, (await Report("", position))["total"]!]
        )
        {
            (Amount(row["revenue"]), Amount(row["cost"]), Amount(row["grossProfit"]), (decimal?)row["marginPercent"])
                .Should()
                .Be((150m, 60m, 40m, 40m));
            ((long)row["costUnknown"]!["count"]!, Amount(row["costUnknown"]!["revenue"])).Should().Be((1, 50m));
        }

        var unknown = (await Report("by=product", position))["items"]!
            .AsArray()
            .Single(x => (string?)x!["title"] == "Б")!;
        (Amount(unknown["revenue"]), unknown["cost"], unknown["grossProfit"], unknown["marginPercent"])
            .Should()
            .Be((50m, null, null, null));
        var entry = (await api.Get((string)unknown["facts"]!)).Must(200)["items"]!.AsArray().Single()!;
        ((bool)entry["costUnknown"]!, entry["cost"], entry["grossProfit"]).Should().Be((true, null, null));
    }

    [Fact]
    public async Task There_is_no_margin_without_a_positive_revenue()
    {
        var deal = await Deal();
        var shipment = await Ship("RUB", deal, ("А", "100.00", "60.00"));
        app.Clock.Advance(TimeSpan.FromDays(40));
        var back = (
            await api.PostOnce(
                $"/deals/{deal}/returns",
                new
                {
                    shipmentId = shipment.Id,
                    rest = true,
                    reason = "Брак",
                }
            )
        ).Must(201);
        var months = (await Report("by=month", back.Position))["items"]!.AsArray();
        ((decimal?)months[0]!["marginPercent"], months[^1]!["marginPercent"]).Should().Be((40m, null));
        Amount(months[^1]!["grossProfit"]).Should().Be(-40);
    }

    [Fact]
    public async Task Rows_are_sorted_by_title_or_as_asked()
    {
        await Ship("RUB", ("яблоки", "10.00", "1.00"), ("Ананас", "30.00", "29.00"));
        var position = await Ship("RUB", ("бананы", "20.00", "1.00"));
        Titles(await Report("by=product", position)).Should().Equal("Ананас", "бананы", "яблоки");
        Titles(await Report("by=product&sort=-title", position)).Should().Equal("яблоки", "бананы", "Ананас");
        Titles(await Report("by=product&sort=-revenue&currency=RUB", position))
            .Should()
            .Equal("Ананас", "бананы", "яблоки");
        Titles(await Report("by=product&sort=-marginPercent", position)).Should().Equal("бананы", "яблоки", "Ананас");
        (await api.Get("/reports/gross-profit?sort=revenue")).Must(400).Code.Should().Be("sort.needs_currency");
        (await api.Get("/reports/gross-profit?sort=colour")).Must(400).Code.Should().Be("sort.invalid");
        var seller = (await api.Post("/users", new { name = "Продавец", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        (await (await app.AsUser(Guid.Parse(seller))).Get("/reports/gross-profit?sort=marginPercent"))
            .Must(400)
            .Code.Should()
            .Be("sort.invalid", "the order would tell the margin");
    }

    [Fact]
    public async Task In_every_cut_the_rows_and_the_rounding_difference_are_the_total()
    {
        var random = new Random(7);
        await Rate("USD", "90.3333");
        await Rate("EUR", "99.7777");
        long position = 0;
        for (var i = 0; i < 12; i++)
        {
            var deal = await Deal();
            var currency = (string[])["RUB", "USD", "EUR"] is var all ? all[i % 3] : "";
            await Ship(
                currency,
                deal,
                ($"Товар {i % 4}", Price(), i % 4 == 1 ? null : Price()),
                ("Доставка", Price(), null)
            );
            app.Clock.Advance(TimeSpan.FromDays(random.Next(1, 25)));
            if (i % 5 == 0)
                await Rate("USD", $"9{random.Next(0, 9)}.1111");
            position = await Pay(deal, Price(), currency);
        }

        foreach (var by in Keys)
        {
            var report = await Report($"by={by}&currency=RUB", position);
            var (rows, total) = (report["items"]!.AsArray(), report["converted"]!);
            foreach (var sum in Sums)
                (rows.Sum(x => Amount(x!["converted"]![sum])) + Amount(total["roundingDifference"]![sum]))
                    .Should()
                    .Be(Amount(total[sum]), $"{sum} by {by}");
            (
                rows.Sum(x => Amount(x!["converted"]!["costUnknown"]!["revenue"]))
                + Amount(total["roundingDifference"]!["costUnknownRevenue"])
            )
                .Should()
                .Be(Amount(total["costUnknown"]!["revenue"]), by);
            (Amount(total["revenue"]) - Amount(total["costUnknown"]!["revenue"]) - Amount(total["cost"]))
                .Should()
                .Be(Amount(total["grossProfit"]), by);
            (await api.Get((string)total["roundingDifference"]!["drillDown"]! + "&count=true")).Must(200)["total"]!
                .GetValue<int>()
                .Should()
                .Be(12, by);
            (await api.Get((string)total["roundingDifference"]!["facts"]! + "&count=true")).Must(200)["total"]!
                .GetValue<int>()
                .Should()
                .Be(24, by);
        }

        string Price() => $"{random.Next(1, 99)}.{random.Next(10, 99)}";
    }

    [Fact]
    public async Task Lost_reasons_by_stage_are_in_the_order_of_the_process_and_by_reason_by_title()
    {
        await Lose("timing", toQualification: true);
        await Lose("timing", toQualification: true);
        await Lose("price", toQualification: false);
        var position = await Lose("competitor", toQualification: false);
        (await LostBy("stage")).Should().Equal("first-contact", "qualification");
        (await LostBy("reason")).Should().Equal("competitor", "timing", "price");
        (await LostBy("reason&sort=-count,title")).Should().Equal("timing", "competitor", "price");
        (await api.Get("/reports/lost-reasons?sort=amount")).Must(400).Code.Should().Be("sort.needs_currency");

        async Task<string[]> LostBy(string by) =>
            [
                .. (await api.Get("/reports/lost-reasons?by=" + by, At(position), ("Accept-Language", "ru"))).Must(200)[
                    "items"
                ]!
                    .AsArray()
                    .Select(x => (string)x!["key"]!),
            ];
    }

    private async Task<long> Lose(string reason, bool toQualification)
    {
        var deal = (await api.PostOnce("/deals", new { title = "Проиграна" })).Must(201);
        if (toQualification)
        {
            (await api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
            var task = (string)deal["openTasks"]![0]!["id"]!;
            (await api.Post($"/deals/{deal.Id}/tasks/{task}/complete")).Must(200);
        }

        return (
            await api.Post(
                $"/deals/{deal.Id}/close",
                new
                {
                    outcome = "lost",
                    lostReason = reason,
                    competitor = reason == "competitor" ? "Конкурент" : null,
                }
            )
        ).Must(200).Position;
    }

    private string Month() =>
        TimeZoneInfo
            .ConvertTime(app.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"))
            .ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string?[] Titles(JsonNode report) =>
        report["items"]!.AsArray().Select(x => (string?)x!["title"]).ToArray();

    private async Task<JsonNode> Report(string query, long position) =>
        JsonNode.Parse(
            (await api.Get("/reports/gross-profit?" + query, At(position), ("Accept-Language", "ru"))).Must(200).Text
        )!;

    private static (string, string) At(long position) =>
        ("Crm-Min-Position", position.ToString(CultureInfo.InvariantCulture));

    private async Task Rate(string currency, string rate) =>
        (
            await api.Post(
                "/exchange-rates",
                new
                {
                    @base = currency,
                    rate,
                    validOn = app.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                }
            )
        ).Must(200);

    private async Task<string> Deal() =>
        (await api.PostOnce("/deals", new { title = "Поставка", kind = "simple" })).Must(201).Id;

    private async Task<long> Ship(string currency, params (string Name, string Price, string? Cost)[] lines) =>
        (await Ship(currency, await Deal(), lines)).Position;

    private async Task<Answer> Ship(
        string currency,
        string deal,
        params (string Name, string Price, string? Cost)[] lines
    )
    {
        var order = (
            await api.Post(
                $"/deals/{deal}/orders",
                new
                {
                    lines = lines.Select(x => new
                    {
                        name = x.Name,
                        quantity = 1,
                        price = Money(x.Price, currency),
                        vatRate = 20,
                    }),
                }
            )
        ).Must(201);
        return (
            await api.PostOnce(
                $"/deals/{deal}/shipments",
                new
                {
                    orderId = order.Id,
                    lines = lines.Select(
                        (x, i) =>
                            new
                            {
                                lineId = (string)order["lines"]![i]!["lineId"]!,
                                quantity = 1,
                                unitCost = x.Cost is null ? null : Money(x.Cost, currency),
                            }
                    ),
                }
            )
        ).Must(201);
    }

    private async Task<long> Pay(string deal, string amount, string currency) =>
        (await api.PostOnce($"/deals/{deal}/payments", new { amount = Money(amount, currency) })).Must(201).Position;

    private static object Money(string amount, string currency) => new { amount, currency };

    private static decimal Amount(JsonNode? money) =>
        money is null ? 0 : decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture);
}
