using System.Globalization;

namespace Crm.Api.Tests.Reports;

/// <summary>Reports in one currency, against values computed by hand; as of an instant, by events and by the rates known then.</summary>
public sealed class CurrencyTests : IAsyncLifetime
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
    public async Task The_funnel_converts_at_the_rate_of_the_instant_asked_for_and_never_adds_unlike_currencies()
    {
        await Open("USD", "10.00");
        await Open("EUR", "5.00");
        var position = await Open("RUB", "100.00");
        var unknown = await Funnel(position, "currency=RUB");
        unknown["open"]!["missingRates"]!.AsArray().Select(x => (string)x!).Should().Equal("EUR/RUB", "USD/RUB");
        unknown["open"]!["amount"].Should().BeNull();
        await Rate("USD", "90", "2026-11-01");
        await Rate("USD", "95.5", "2026-11-24");
        await Rate("EUR", "100.125", "2026-11-01");
        var now = await Funnel(position, "currency=RUB");
        // 10 x 90 + 5 x 100.125 + 100 = 1500.625; weighted by 10 %: 90 + 50.0625 + 10.
        Amount(now["open"]!["amount"]).Should().Be("1500.63");
        Amount(now["open"]!["roundingDifference"]).Should().Be("0.00");
        Amount(now["stages"]![0]!["weightedAmount"]).Should().Be("150.06");
        now["open"]!["amounts"]!.AsArray().Select(x => Amount(x)).Should().Equal("5.00", "100.00", "10.00");
        Amount((await Funnel(position, "currency=base"))["open"]!["amount"])
            .Should()
            .Be("1500.63", "the company's currency");
        // Into dollars: 10 + (5 x 100.125 + 100) / 90 = 16.6736...
        Amount((await Funnel(position, "currency=USD"))["open"]!["amount"]).Should().Be("16.67");
        // A day later another rate applies: 955 + 500.625 + 100.
        Amount((await Funnel(position, "currency=RUB&asOf=2026-11-24T12:00:00Z"))["open"]!["amount"])
            .Should()
            .Be("1555.63");
        var then = Now();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Rate("USD", "91", "2026-11-01");
        Amount((await Funnel(position, "currency=RUB"))["open"]!["amount"]).Should().Be("1510.63");
        Amount((await Funnel(position, "currency=RUB&knownAt=" + Uri.EscapeDataString(then)))["open"]!["amount"])
            .Should()
            .Be("1500.63", "a correction that was not known then");
        (await api.Get("/reports/sales-funnel?knownAt=" + Uri.EscapeDataString(then)))
            .Must(400)
            .Code.Should()
            .Be("parameter.conflict");
        (await api.Get("/reports/sales-funnel?currency=rub")).Must(400);
        var drill = (string)now["open"]!["drillDown"]!;
        (await api.Get(drill)).Must(200)["items"]!.AsArray().Should().HaveCount(3);
    }

    [Fact]
    public async Task Lost_reasons_convert_at_the_rate_of_the_instant_asked_for_and_say_what_rounding_leaves()
    {
        await Rate("USD", "90.3333", "2026-11-01");
        await Lose("USD", "0.01", "price");
        var position = await Lose("USD", "0.01", "timing");
        var report = (await api.Get("/reports/lost-reasons?currency=RUB", At(position))).Must(200);
        // 0.01 x 90.3333 = 0.903333, twice: 1.806666; the rows are rounded by themselves.
        report["items"]!.AsArray().Select(x => Amount(x!["amount"])).Should().Equal("0.90", "0.90");
        (Amount(report["total"]!["amount"]), Amount(report["total"]!["roundingDifference"]))
            .Should()
            .Be(("1.81", "0.01"));
        (await api.Get("/reports/lost-reasons?currency=EUR", At(position))).Must(200)["total"]!["missingRates"]!
            .AsArray()
            .Select(x => (string)x!)
            .Should()
            .Equal("USD/EUR");
        ((string?)(await api.Get("/reports/lost-reasons", At(position))).Must(200)["total"]!["amount"])
            .Should()
            .BeNull("it was not requested");
    }

    [Fact]
    public async Task Gross_profit_converts_at_the_days_of_the_deliveries_and_states_exchange_differences()
    {
        await Rate("USD", "90", "2026-11-01");
        await Rate("USD", "95", "2026-11-25");
        var deal = (await api.PostOnce("/deals", new { title = "Станки", kind = "simple" })).Must(201).Id;
        var order = (
            await api.Post(
                $"/deals/{deal}/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Станок",
                            quantity = 10,
                            price = Money("110.00", "USD"),
                            discountSum = Money("100.00", "USD"),
                            vatRate = 20,
                        },
                    },
                }
            )
        ).Must(201);
        await Pay(deal, "1200.00");
        app.Clock.Advance(TimeSpan.FromDays(3));
        var line = (string)order["lines"]![0]!["lineId"]!;
        var position = (
            await api.PostOnce(
                $"/deals/{deal}/shipments",
                new
                {
                    orderId = order.Id,
                    lines = new[]
                    {
                        new
                        {
                            lineId = line,
                            quantity = 10,
                            unitCost = Money("60.00", "USD"),
                        },
                    },
                }
            )
        ).Must(201).Position;
        var report = (await api.Get("/reports/gross-profit?currency=RUB", At(position))).Must(200);
        var whole = report["converted"]!;
        (
            Amount(whole["revenue"]),
            Amount(whole["cost"]),
            Amount(whole["grossProfit"]),
            (decimal)whole["marginPercent"]!
        )
            .Should()
            .Be(("95000.00", "57000.00", "38000.00", 40m));
        (
            Amount(whole["discounts"]),
            Amount(whole["manualDiscounts"]),
            Amount(whole["priceListDiscounts"]),
            Amount(whole["writtenOff"])
        )
            .Should()
            .Be(("9500.00", "9500.00", "0.00", "0.00"));
        Amount(whole["exchangeDifference"]).Should().Be("-6000.00", "1200 dollars came at 90 and were shipped at 95");
        Amount(report["items"]![0]!["converted"]!["exchangeDifference"]).Should().Be("-6000.00");
        Amount(report["items"]![0]!["revenue"]).Should().Be("1000.00", "the row itself stays in its currency");
        // The write-off in our favour, at the rate of its own day.
        await Pay(deal, "1.00");
        position = (
            await api.PostOnce(
                $"/deals/{deal}/write-offs",
                new
                {
                    amount = Money("1.00", "USD"),
                    side = "us",
                    reason = "Комиссия",
                }
            )
        ).Must(201).Position;
        var off = (await api.Get("/reports/gross-profit?currency=RUB", At(position))).Must(200);
        (
            Amount(off["converted"]!["writtenOff"]),
            Amount(off["items"]![0]!["converted"]!["writtenOff"]),
            Amount(off["items"]![0]!["writtenOff"])
        )
            .Should()
            .Be(("-95.00", "-95.00", "-1.00"));
        var product = (await api.Get("/reports/gross-profit?currency=RUB&by=product", At(position))).Must(200)[
            "converted"
        ]!;
        ((string)product["exchangeDifferenceReason"]!, product["exchangeDifference"]).Should().Be(("by.product", null));
        var missing = (await api.Get("/reports/gross-profit?currency=EUR", At(position))).Must(200)["converted"]!;
        (missing["revenue"], (string)missing["exchangeDifferenceReason"]!, (string)missing["missingRates"]![0]!)
            .Should()
            .Be((null, "rate.missing", "USD/EUR"));
        var then = Now();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Rate("USD", "96", "2026-11-25");
        Amount((await api.Get("/reports/gross-profit?currency=RUB", At(position))).Must(200)["converted"]!["revenue"])
            .Should()
            .Be("96000.00");
        Amount(
                (
                    await api.Get(
                        "/reports/gross-profit?currency=RUB&knownAt=" + Uri.EscapeDataString(then),
                        At(position)
                    )
                ).Must(200)["converted"]!["revenue"]
            )
            .Should()
            .Be("95000.00");
        var before = (await api.Get("/reports/gross-profit?currency=RUB&asOf=2026-11-24T00:00:00Z", At(position))).Must(
            200
        )["converted"]!;
        (Amount(before["revenue"]), Amount(before["exchangeDifference"]))
            .Should()
            .Be(("0.00", "0.00"), "an advance alone is no difference yet");
        (await api.Get("/reports/gross-profit", At(position)))
            .Must(200)["converted"]
            .Should()
            .BeNull("it was not requested");
        var user = await app.AsUser(
            Guid.Parse(
                (await api.Post("/users", new { name = "Маркетолог", roles = new[] { "marketer" } })).Must(201).Id
            )
        );
        (await user.Get("/reports/gross-profit?currency=RUB", At(position)))
            .Must(200)
            .Text.Should()
            .NotContain("grossProfit")
            .And.NotContain("\"cost\"");
    }

    private async Task<long> Open(string currency, string amount) =>
        (await api.PostOnce("/deals", new { title = "Стол", expectedAmount = Money(amount, currency) }))
            .Must(201)
            .Position;

    private async Task<long> Lose(string currency, string amount, string reason)
    {
        var deal = (await api.PostOnce("/deals", new { title = "Стол", expectedAmount = Money(amount, currency) }))
            .Must(201)
            .Id;
        return (await api.Post($"/deals/{deal}/close", new { outcome = "lost", lostReason = reason }))
            .Must(200)
            .Position;
    }

    private async Task Pay(string deal, string amount) =>
        (await api.PostOnce($"/deals/{deal}/payments", new { amount = Money(amount, "USD") })).Must(201);

    private async Task Rate(string currency, string rate, string day) =>
        (
            await api.Post(
                "/exchange-rates",
                new
                {
                    @base = currency,
                    rate,
                    validOn = day,
                }
            )
        ).Must(200);

    private async Task<Answer> Funnel(long position, string query) =>
        (await api.Get("/reports/sales-funnel?" + query, At(position))).Must(200);

    private static (string, string) At(long position) =>
        ("Crm-Min-Position", position.ToString(CultureInfo.InvariantCulture));

    private static object Money(string amount, string currency) => new { amount, currency };

    private static string Amount(System.Text.Json.Nodes.JsonNode? money) => (string)money!["amount"]!;

    private string Now() =>
        app.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
