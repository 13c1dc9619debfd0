using System.Text;
using static Crm.Api.Tests.Catalog.ProductFiles;

namespace Crm.Api.Tests.Catalog;

/// <summary>Exports of products and prices are imported again without a change.</summary>
[Collection(HostCollection.Name)]
public sealed class ProductFileRoundTripTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    /// <summary>Export, import, and nothing has changed, whatever characters the names contain.</summary>
    [Theory]
    [InlineData("en"), InlineData("ru")]
    public async Task An_export_comes_back_as_what_it_was(string language)
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        const string alphabet = "=+-@'\";,аЯё1 ";
        var random = new Random(language[0]);
        for (var i = 0; i < 60; i++)
        {
            string Text() =>
                new([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var (price, cost) = (random.Next(0, 1_000_000) / 1000m, random.Next(1, 9_999_999) / 1_000_000m);
            (
                await api.Post(
                    "/products",
                    new
                    {
                        name = "я" + Text(),
                        code = random.Next(5) == 0 ? null : Text() + "я" + i,
                        unit = random.Next(2) == 0 ? null : Text(),
                        price = random.Next(3) == 0 ? null : Money(price, random.Next(2) == 0 ? "RUB" : "USD"),
                        vatRate = random.Next(2) == 0 ? 20 : (int?)null,
                        cost = random.Next(3) == 0 ? null : Money(cost, "EUR"),
                    }
                )
            ).Must(201);
        }

        foreach (var name in (string[])["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "'=1", "''", "\"x\"", "a;b,c"])
            (await api.Post("/products", new { name, code = name })).Must(201);
        (
            await api.Post($"/products/{(string)(await api.Get("/products")).Must(200)["items"]![0]!["id"]!}/archive")
        ).Must(200);
        var file = (await api.Get("/products", ("Accept", "text/csv"), ("Accept-Language", language))).Must(200);
        file.Headers["Content-Type"].Should().Be("text/csv; charset=utf-8");
        file.Text.TrimStart((char)0xFEFF)
            .Should()
            .StartWith(language == "ru" ? "ИД;Код;" : "id,code,")
            .And.Contain("'=cmd")
            .And.Contain("'@SUM(1)");
        var back = await api.SendFile(Encoding.UTF8.GetBytes(file.Text), "text/csv", "/products/import");
        Counts(back.Must(200)).Should().Be((68, 0, 0, 68, 0), back.Text);
        (await api.Get("/products", ("Accept", "text/csv"), ("Accept-Language", language))).Text.Should().Be(file.Text);
        var filtered = (await api.Get("/products?archived=true", ("Accept", "text/csv"))).Must(200);
        filtered
            .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Length.Should()
            .BeLessThan(15, "filters hold for files too");

        object Money(decimal amount, string currency) =>
            new { amount = amount.ToString(System.Globalization.CultureInfo.InvariantCulture), currency };
    }

    [Fact]
    public async Task Prices_of_a_list_are_imported_by_code_and_come_back_too()
    {
        var (a, b) = (Fresh(), Fresh());
        (await Api.ImportProducts($"code,name\n{a},Стол\n{b},=Стул\n")).Must(200);
        var list = (
            await Api.Post(
                "/price-lists",
                new
                {
                    code = "l" + a.ToLowerInvariant(),
                    title = "Л",
                    currency = "RUB",
                }
            )
        ).Must(201).Id;
        var path = $"/price-lists/{list}/prices";
        var file = $"Код;Цена;Действует с\n{a};100,5;01.01.2026\n{a};110;2026-03-01\n{b};7;01.01.2026\n";
        Counts((await Api.SendFile(Encoding.UTF8.GetBytes(file), "text/csv", path + "/import?dryRun=true")).Must(200))
            .Should()
            .Be((3, 3, 0, 0, 0));
        Counts((await Api.SendFile(Encoding.UTF8.GetBytes(file), "text/csv", path + "/import")).Must(200))
            .Should()
            .Be((3, 3, 0, 0, 0));
        Counts((await Api.SendFile(Encoding.UTF8.GetBytes(file), "text/csv", path + "/import")).Must(200))
            .Should()
            .Be((3, 0, 0, 3, 0));
        var corrected = (
            await Api.SendFile(
                Encoding.UTF8.GetBytes($"code,price,validFrom\n{a},99,2026-01-01\n"),
                "text/csv",
                path + "/import"
            )
        ).Must(200);
        Counts(corrected).Should().Be((1, 0, 1, 0, 0));
        ((string)corrected["items"]![0]!["changes"]![0]!["before"]!).Should().Be("100.5");
        (await Api.Get($"/price-lists/{list}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("price_list_made", "list_prices_set", "list_prices_set");
        var today = Encoding.UTF8.GetBytes($"code,price\n{a},110\n");
        Counts((await Api.SendFile(today, "text/csv", path + "/import")).Must(200))
            .Should()
            .Be((1, 0, 0, 1, 0), "today it costs that already");
        var export = (await Api.Get(path, ("Accept", "text/csv"), ("Accept-Language", "en"))).Must(200);
        export.Text.Should().Contain("'=Стул");
        Counts((await Api.SendFile(Encoding.UTF8.GetBytes(export.Text), "text/csv", path + "/import")).Must(200))
            .Should()
            .Be((3, 0, 0, 3, 0));
        var faulty = (
            await Api.SendFile(
                Encoding.UTF8.GetBytes(
                    $"code,price,validFrom,currency\nnone,1,2026-01-01,RUB\n{a},,2026-13-01,USD\n{b},5,2026-01-01,\n{b},6,2026-01-01,\n"
                ),
                "text/csv",
                path + "/import"
            )
        ).Must(422);
        faulty["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .BeEquivalentTo([
                ("/2/code", "product.not_found"),
                ("/3/price", "member.required"),
                ("/3/validFrom", "member.invalid"),
                ("/3/currency", "currency.differs"),
                ("/5/code", "import.row_twice"),
            ]);
        (await Api.SendFile(today, "text/csv", $"/price-lists/{Guid.NewGuid()}/prices/import")).Must(404);
    }
}
