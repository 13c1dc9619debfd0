namespace Crm.Api.Tests.Catalog;

/// <summary>
/// Codes of every catalogue: normalized, found without case, unique without case, shown as they were typed. Competitors are free text
/// and have no codes.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class CodeTests(TestHost host)
{
    private static int made;

    /// <summary>Catalogues with codes of free text: path, and members besides the code.</summary>
    public static TheoryData<string, string> FreeText =>
        new()
        {
            { "/products", """ "name":"Стол" """ },
            { "/sources", """ "title":"Выставка" """ },
            { "/lost-reasons", """ "title":"Дорого" """ },
        };

    /// <summary>Catalogues whose codes are of small letters by rule.</summary>
    public static TheoryData<string, string> SmallLetters =>
        new()
        {
            { "/price-lists", """ "title":"Розничный","currency":"RUB" """ },
            { "/deal-kinds", """ "copyFrom":"renewal" """ },
            { "/custom-fields", """ "owner":"deal","type":"text","title":{"ru":"А","en":"A"} """ },
            {
                "/roles",
                """ "title":{"ru":"А","en":"A"},"permissions":["deals.read"],"scopes":{"deals":"own","clients":"own"} """
            },
        };

    [Theory, MemberData(nameof(FreeText))]
    public async Task A_code_is_stored_without_what_nobody_sees(string path, string more)
    {
        var code = Fresh("Край");
        var added = (await Post(path, code.Replace("й", "и\u0306") + "\u200B", more)).Must(201);
        ((string)added["code"]!).Should().Be(code, "it is shown as it was typed");
        ((string)(await host.Api.Get($"{path}/{added.Id}")).Must(200)["code"]!).Should().Be(code);
        (await Post(path, "\uFEFF" + code, more)).Must(200).Id.Should().Be(added.Id);
    }

    [Theory, MemberData(nameof(SmallLetters))]
    public async Task A_code_of_small_letters_is_stored_without_what_nobody_sees(string path, string more)
    {
        var code = Fresh("kod").ToLowerInvariant();
        ((string)(await Post(path, $"\u200B{code}\u00AD ", more)).Must(201)["code"]!).Should().Be(code);
        (await Post(path, code, more)).Must(200);
        (await Post(path, code.ToUpperInvariant(), more)).Must(422);
    }

    [Theory, MemberData(nameof(FreeText))]
    public async Task A_code_that_differs_in_case_only_is_taken(string path, string more)
    {
        var code = Fresh("Край");
        var added = (await Post(path, code, more)).Must(201);
        (await Post(path, code.ToUpperInvariant(), more)).Must(409).Code.Should().EndWith(".taken");
        ((string)(await host.Api.Get($"{path}/{added.Id}"))["code"]!).Should().Be(code);
        var at = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Post(path, Cased(code + "-2", i), more)));
        at.Count(x => x.Status == 201).Should().Be(1);
        at.Where(x => x.Status != 201).Should().OnlyContain(x => x.Status == 409);
    }

    [Theory, MemberData(nameof(FreeText))]
    public async Task A_code_that_looks_like_another_one_is_accepted_with_a_warning(string path, string more)
    {
        var code = Fresh("AB");
        (await Post(path, code, more)).Must(201)["warnings"]!.AsArray().Should().BeEmpty();
        var alike = (await Post(path, code.Replace("AB", "АВ"), more)).Must(201);
        var warning = alike["warnings"]!.AsArray().Single()!;
        ((string)warning["code"]!, (string)warning["pointer"]!).Should().Be(("code.look_alike", "/code"));
        ((string)warning["detail"]!).Should().Contain(code);
    }

    [Fact]
    public async Task A_product_is_given_another_code_by_the_same_rules()
    {
        var code = Fresh("AB");
        (await Post("/products", code, """ "name":"Стол" """)).Must(201);
        var other = (await Post("/products", Fresh("X"), """ "name":"Стул" """)).Must(201);
        (await Edit(other.Id, code.ToLowerInvariant())).Must(409).Code.Should().Be("product.taken");
        var alike = (await Edit(other.Id, code.Replace("AB", "АВ"))).Must(200);
        ((string)alike["warnings"]![0]!["code"]!).Should().Be("code.look_alike");
        (await Edit(other.Id, code.Replace("AB", "ав"))).Must(200);
        ((string)(await Listed(code.Replace("AB", "Ав"))).Single()).Should().Be(other.Id);
        (await Edit(other.Id, null)).Must(200);
        (await Post("/products", code.Replace("AB", "Ав"), """ "name":"Стул" """)).Must(201);
    }

    [Fact]
    public async Task A_product_is_found_without_case()
    {
        var code = Fresh("Край");
        var product = (await Post("/products", code, """ "name":"Стол" """)).Must(201);
        (await Listed(code.ToUpperInvariant() + "\u200B")).Should().Equal(product.Id);
        var updated = (await host.Api.ImportProducts($"code;name\n{code.ToUpperInvariant()};Шкаф\n")).Must(200);
        ProductFiles.Counts(updated).Should().Be((1, 0, 1, 0, 0));
        var after = (await host.Api.Get("/products/" + product.Id)).Must(200);
        ((string)after["code"]!, (string)after["name"]!).Should().Be((code, "Шкаф"), "the code stays as it was typed");
    }

    [Fact]
    public async Task Deals_name_codes_of_every_catalogue_without_case()
    {
        var (source, list, field) = (Fresh("Ярмарка"), Fresh("p").ToLowerInvariant(), Fresh("f").ToLowerInvariant());
        (await Post("/sources", source, """ "title":"Ярмарка" """)).Must(201);
        var listed = (await Post("/price-lists", list, """ "title":"А","currency":"RUB" """)).Must(201);
        (
            await Post(
                "/custom-fields",
                field,
                """
                "owner":"deal","type":"choice","title":{"ru":"Тон","en":"Tone"},
                "choices":[{"code":"dark","title":{"ru":"Тёмный","en":"Dark"}}]
                """
            )
        ).Must(201);
        var fields = new Dictionary<string, object> { [field.ToUpperInvariant()] = "Dark" };
        var deal = (
            await host.Api.PostOnce(
                "/deals",
                new
                {
                    title = "Столы",
                    kind = "Manual-Sale",
                    source = source.ToUpperInvariant(),
                    customFields = fields,
                }
            )
        ).Must(201);
        ((string)deal["source"]!["code"]!, (string)deal["kind"]!["code"]!).Should().Be((source, "manual-sale"));
        ((string)deal["customFields"]![field]!).Should().Be("dark");
        (await Found($"/deals?source={Uri.EscapeDataString(source.ToLowerInvariant())}")).Should().Contain(deal.Id);
        (await Found($"/deals?kind=MANUAL-SALE&customField={field.ToUpperInvariant()}:DARK")).Should().Equal(deal.Id);
        var moved = (await host.Api.Post($"/deals/{deal.Id}/move", new { stage = "ENGAGING", reason = "Да" })).Must(
            200
        );
        ((string)moved["stage"]!["code"]!).Should().Be("engaging");
        (await host.Api.Get("/deal-kinds/Manual-Sale")).Must(200);

        var product = (await host.Api.Post("/products", new { name = "Стол", vatRate = 20 })).Must(201).Id;
        var price = new { productId = product, price = Sale.Rub("10.00") };
        (await host.Api.Post($"/price-lists/{listed.Id}/prices", price)).Must(200);
        var line = new
        {
            productId = product,
            quantity = 1,
            priceList = list.ToUpperInvariant(),
        };
        var proposal = new { lines = new[] { line }, validUntil = "2027-06-30" };
        ((string)(await host.Api.Post($"/deals/{deal.Id}/proposals", proposal)).Must(201)["lines"]![0]!["priceList"]!)
            .Should()
            .Be(list);
        var lost = new { outcome = "lost", lostReason = "PRICE" };
        ((string)(await host.Api.Post($"/deals/{deal.Id}/close", lost)).Must(200)["closing"]!["reason"]!)
            .Should()
            .Be("price");
        var user = (await host.Api.Post("/users", new { name = "Анна", roles = new[] { "Director" } })).Must(201);
        ((string)user["roles"]![0]!).Should().Be("director");
    }

    private Task<Answer> Post(string path, string code, string more) =>
        host.Api.Post(path, $$"""{"code":{{System.Text.Json.JsonSerializer.Serialize(code)}},{{more}}}""");

    private Task<Answer> Edit(string product, string? code) => host.Api.Patch("/products/" + product, new { code });

    private Task<string[]> Listed(string code) => Found("/products?code=" + Uri.EscapeDataString(code));

    private async Task<string[]> Found(string path) =>
        [.. (await host.Api.Get(path)).Must(200)["items"]!.AsArray().Select(x => (string)x!["id"]!)];

    private static string Cased(string code, int way) =>
        way switch
        {
            0 => code,
            1 => code.ToUpperInvariant(),
            2 => code.ToLowerInvariant(),
            _ => code[..2].ToUpperInvariant() + code[2..].ToLowerInvariant(),
        };

    /// <summary>A code with letters of both cases that no other test has.</summary>
    private static string Fresh(string text) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{text}-{Interlocked.Increment(ref made)}-{Guid.NewGuid().ToString("N")[..6]}y"
        );
}
