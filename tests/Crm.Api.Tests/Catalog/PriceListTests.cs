using static Crm.Api.Tests.Catalog.PriceLists;

namespace Crm.Api.Tests.Catalog;

/// <summary>Prices by list and day: a price holds from its day until the next, and a correction leaves what was known before.</summary>
[Collection(HostCollection.Name)]
public sealed class PriceListTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_price_holds_from_its_day_until_the_next()
    {
        var (list, product) = (await List(), await Product());
        await Api.SetPrice(list, product, "100.00", "2026-01-01");
        await Api.SetPrice(list, product, "120.5", "2026-03-01");
        (await On(list, "2025-12-31")).Should().BeEmpty();
        (await On(list, "2026-01-01")).Should().Equal((product, "100.00", "2026-01-01"));
        (await On(list, "2026-02-28")).Should().Equal((product, "100.00", "2026-01-01"));
        (await On(list, "2026-03-01")).Should().Equal((product, "120.50", "2026-03-01"));
        (await On(list, "2030-01-01")).Should().Equal((product, "120.50", "2026-03-01"));
        (await Api.Get($"/price-lists/{list}/prices?count=true")).Must(200)["total"]!
            .GetValue<long>()
            .Should()
            .Be(2, "every price of every day");
    }

    [Fact]
    public async Task A_correction_of_a_past_day_is_a_later_event_and_the_list_is_read_as_of_an_instant()
    {
        var (list, product) = (await List(), await Product());
        await Api.SetPrice(list, product, "100.00", "2026-01-01");
        var then = Now();
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await Api.SetPrice(list, product, "90.00", "2026-01-01");
        (await On(list, "2026-02-01")).Should().Equal((product, "90.00", "2026-01-01"));
        (await On(list, "2026-02-01", then)).Should().Equal((product, "100.00", "2026-01-01"));
        var history = (await Api.Get($"/price-lists/{list}/history")).Must(200)["items"]!.AsArray();
        history
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("price_list_made", "list_prices_set", "list_prices_set");
        history[2]!["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, (decimal)x["before"]!, (decimal)x["after"]!))
            .Should()
            .Equal(($"prices.{product}.2026-01-01", 100m, 90m));
    }

    [Fact]
    public async Task What_holds_already_leaves_no_event_and_a_key_is_replayed()
    {
        var (list, product) = (await List(), await Product());
        await Api.SetPrice(list, product, "100.00", "2026-01-01");
        await Api.SetPrice(list, product, "100", "2026-01-01");
        (await Api.Post($"/price-lists/{list}/prices", new { productId = product, price = Sale.Rub("100.00") })).Must(
            200
        );
        (await Api.Get($"/price-lists/{list}/history")).Must(200)["items"]!.AsArray().Should().HaveCount(2);
        await Api.SetPrice(list, product, "100.00", "2026-02-01");
        (await Api.Get($"/price-lists/{list}/history")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(3, "a price that is stated for a day is kept, whatever becomes of the one before");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new
        {
            productId = product,
            price = Sale.Rub("7.00"),
            validFrom = "2026-05-01",
        };
        var first = (await Api.Post($"/price-lists/{list}/prices", body, key)).Must(200);
        (await Api.Post($"/price-lists/{list}/prices", body, key)).Must(200).Text.Should().Be(first.Text);
    }

    [Fact]
    public async Task A_list_has_a_first_day_is_archived_and_never_changes_what_its_prices_mean()
    {
        var (list, product) = (await List(), await Product());
        var path = "/price-lists/" + list;
        await Api.SetPrice(list, product, "100.00", "2026-01-01");
        (await Api.Patch(path, new { validFrom = "2026-02-01", title = "Новый" })).Must(200);
        (await On(list, "2026-01-15")).Should().BeEmpty();
        (await On(list, "2026-02-01")).Should().ContainSingle();
        foreach (var body in (object[])[new { currency = "USD" }, new { code = "x" }, new { priceIncludesVat = true }])
            (await Api.Patch(path, body)).Must(422);
        (await Api.Post(path + "/archive")).Must(200);
        (await Api.Post(path + "/prices", new { productId = product, price = Sale.Rub("1.00") }))
            .Must(409)
            .Code.Should()
            .Be("price_list.archived");
        (await Api.Post(path + "/restore")).Must(200);
        await Api.SetPrice(list, product, "1.00", "2026-03-01");
        (await Api.Get(path + "/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal(
                "price_list_made",
                "list_prices_set",
                "price_list_retitled",
                "price_list_start_changed",
                "price_list_archived",
                "price_list_restored",
                "list_prices_set"
            );
    }

    [Fact]
    public async Task Bad_prices_and_lists_are_refused_and_nothing_is_written()
    {
        var (list, product) = (await List(), await Product());
        var path = $"/price-lists/{list}/prices";
        (await Api.Post(path, new { productId = Guid.NewGuid(), price = Sale.Rub("1.00") })).Must(422);
        (await Api.Post(path, new { productId = product, price = Sale.Rub("-1.00") })).Must(422);
        (await Api.Post(path, new { productId = product, price = new { amount = "1.00", currency = "USD" } }))
            .Must(409)
            .Code.Should()
            .Be("currency.differs");
        (await Api.Post(path, new { productId = product, price = Sale.Rub(new string('9', 40)) })).Must(422);
        (
            await Api.Post(
                $"/price-lists/{Guid.NewGuid()}/prices",
                new { productId = product, price = Sale.Rub("1.00") }
            )
        ).Must(404);
        (await Api.Post($"/price-lists/{product}/prices", new { productId = product, price = Sale.Rub("1.00") })).Must(
            404
        );
        (await Api.Get($"/price-lists/{product}/prices")).Must(404).Code.Should().Be("price_list.not_found");
        (await Api.Get(path + "?on=tomorrow")).Must(400);
        (
            await Api.Post(
                "/price-lists",
                new
                {
                    code = "Не то",
                    title = "А",
                    currency = "RUB",
                }
            )
        ).Must(422);
        (
            await Api.Post(
                "/price-lists",
                new
                {
                    code = "ok",
                    title = "А",
                    currency = "XXX",
                }
            )
        ).Must(422);
        (await Api.Get($"/price-lists/{list}/history")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i =>
                    Api.Post(
                        path,
                        new
                        {
                            productId = product,
                            price = Sale.Rub($"{i}.00"),
                            validFrom = "2026-01-01",
                        }
                    )
                )
        );
        answers.Should().OnlyContain(x => x.Status == 200);
        (await On(list, "2026-01-01")).Should().ContainSingle("all in a row, the last one counts");
    }

    [Fact]
    public async Task Pages_of_prices_show_each_once()
    {
        var list = await List();
        for (var i = 0; i < 5; i++)
            await Api.SetPrice(list, await Product(), $"{i}.00", "2026-01-01");
        List<string> seen = [];
        for (var next = $"/price-lists/{list}/prices?on=2026-02-01&limit=2"; next is not null; )
        {
            var page = (await Api.Get(next)).Must(200);
            seen.AddRange(page["items"]!.AsArray().Select(x => (string)x!["productId"]!));
            next = page.Headers.TryGetValue("Link", out var link)
                ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
                : null;
        }

        seen.Should().HaveCount(5).And.OnlyHaveUniqueItems();
    }

    private async Task<string> List() => (
            await Api.Post(
                "/price-lists",
                new
                {
                    code = Fresh("list"),
                    title = "Список",
                    currency = "RUB",
                }
            )
        ).Must(201).Id;

    private async Task<string> Product() =>
        (await Api.Post("/products", new { name = "Стол", code = Fresh("PL") })).Must(201).Id;

    private async Task<(string, string, string)[]> On(string list, string day, string? asOf = null) =>
        [
            .. (
                await Api.Get(
                    $"/price-lists/{list}/prices?on={day}" + (asOf is null ? "" : "&asOf=" + Uri.EscapeDataString(asOf))
                )
            ).Must(200)["items"]!
                .AsArray()
                .Select(x => ((string)x!["productId"]!, (string)x["price"]!["amount"]!, (string)x["validFrom"]!)),
        ];

    private string Now() =>
        host
            .App.Clock.GetUtcNow()
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
