using Crm.Api.Tests.Contract;

namespace Crm.Api.Tests.Lists;

/// <summary>A search word of one letter is found only as a whole word: as a prefix it would match almost everything.</summary>
[Collection(HostCollection.Name)]
public sealed class OneLetterTests(TestHost host)
{
    private readonly string mark = "w" + Guid.NewGuid().ToString("N");
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task One_letter_matches_no_beginning_of_a_word_in_any_search()
    {
        var list = (
            await Api.Post(
                "/price-lists",
                new
                {
                    code = mark,
                    title = mark,
                    currency = "RUB",
                }
            )
        ).Must(201).Id;
        foreach (var name in (string[])[$"{mark} жираф", $"{mark} ж"])
        {
            (await Api.Post("/deals", new { title = name, kind = "manual-sale" })).Must(201);
            (await Api.Post("/clients", new { name, kind = "company" })).Must(201);
            (await Api.Post("/interactions", new { kind = "call", description = name })).Must(201);
            var product = (
                await Api.Post(
                    "/products",
                    new
                    {
                        name,
                        price = Sale.Rub("1.00"),
                        vatRate = 20,
                    }
                )
            ).Must(201).Id;
            var price = new
            {
                productId = product,
                price = Sale.Rub("1.00"),
                validFrom = "2026-01-01",
            };
            (await Api.Post($"/price-lists/{list}/prices", price)).Must(200);
        }

        var searches = ContractFile
            .Operations(ContractFile.Read())
            .Where(one => one.Operation["parameters"]?.AsArray().Any(param => (string?)param!["name"] == "q") == true)
            .Select(one => one.Name["GET /api/v1".Length..].Replace("{priceListId}", list, StringComparison.Ordinal))
            .ToArray();
        searches.Should().HaveCountGreaterThan(3);
        foreach (var path in searches)
        {
            (await Found(path, "жи")).Should().Be(1, path);
            (await Found(path, "ж")).Should().Be(1, $"{path}: only the word ж");
            (await Found(path, "Ж")).Should().Be(1, path);
            (await Found(path, "и")).Should().Be(0, path);
        }
    }

    private async Task<int> Found(string path, string word) =>
        (await Api.Get($"{path}?q={Uri.EscapeDataString($"{mark} {word}")}")).Must(200)["items"]!.AsArray().Count;
}
