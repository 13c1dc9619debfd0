using System.Text;
using static Crm.Api.Tests.Catalog.ProductFiles;

namespace Crm.Api.Tests.Catalog;

/// <summary>Imports of product files: everything is checked first, every fault is named, and the same file twice changes nothing.</summary>
[Collection(HostCollection.Name)]
public sealed class ProductFileImportTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Theory]
    [InlineData("code,name,unit,price,vatRate\n{a},Стол,шт,1234.50,20\n{b},\"Стул, белый\",,7,exempt\n", "")]
    [InlineData(
        "Код;Наименование;Ед.;Цена;НДС\r\n{a};Стол;шт;1 234,50;20%\r\n{b};\"Стул, белый\";;7;без НДС\r\n",
        "\uFEFF"
    )]
    [InlineData(
        "АРТИКУЛ\tname\tЕдиница измерения\tPRICE\tСтавка НДС\r{a}\tСтол\tшт\t\"1234,5\"\t20\r\r{b}\tСтул, белый\t\t7\t\r",
        ""
    )]
    public async Task Both_languages_and_all_separators_say_the_same(string file, string mark)
    {
        var (a, b) = (Fresh(), Fresh());
        var text = mark + file.Replace("{a}", a, StringComparison.Ordinal).Replace("{b}", b, StringComparison.Ordinal);
        var preview = (await Api.ImportProducts(text, "?dryRun=true")).Must(200);
        preview.Headers["Crm-Dry-Run"].Should().Be("true");
        (await Api.Get("/products?code=" + a)).Must(200)["items"]!.AsArray().Should().BeEmpty("nothing is written");
        var done = (await Api.ImportProducts(text)).Must(200);
        done.Text.Should().Be(preview.Text, "what was preview came true");
        Counts(done).Should().Be((2, 2, 0, 0, 0));
        var products = (await Api.Get($"/products?code={a},{b}")).Must(200)["items"]!.AsArray();
        var table = products.Single(x => (string)x!["code"]! == a)!;
        (
            (string)table["name"]!,
            (string)table["unit"]!,
            (string)table["price"]!["amount"]!,
            (string)table["price"]!["currency"]!,
            (decimal)table["vatRate"]!
        )
            .Should()
            .Be(("Стол", "шт", "1234.50", "RUB", 20m));
        var chair = products.Single(x => (string)x!["code"]! == b)!;
        ((string)chair["name"]!, (string?)chair["unit"], (decimal?)chair["vatRate"])
            .Should()
            .Be(("Стул, белый", null, null));
        var before = await Events();
        Counts((await Api.ImportProducts(text)).Must(200)).Should().Be((2, 0, 0, 2, 0));
        (await Events()).Should().Be(before, "the same file changes nothing");
        Counts((await Api.ImportProducts("code,price\n" + a + ",1300\n")).Must(200)).Should().Be((1, 0, 1, 0, 0));
        ((string)(await Api.Get("/products?code=" + a)).Must(200)["items"]![0]!["unit"]!)
            .Should()
            .Be("шт", "columns that are not there keep what is");
        (await Api.Get($"/products/{(string)table["id"]!}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("product_added", "product_price_changed");
    }

    [Fact]
    public async Task Every_fault_is_named_with_line_and_column_and_nothing_is_written()
    {
        var (a, b, taken) = (Fresh(), Fresh(), Fresh());
        (await Api.Post("/products", new { name = "Чужой", code = taken })).Must(201);
        var file =
            $"code,name,price,vatRate,currency,archived,id\n{a},Стол,1.5,20,RUB,no,\n{b},,abc,17,XXX,maybe,\n,Без "
            + $"кода,1,,,,\n{a},Ещё "
            + $"раз,1,,,,\n{taken},Чужой (новый),-1,,,,\n\nx,y\nab\"c,Стол,1,,,,\n{taken},Стол,1,,,,{Guid.NewGuid()}\n";
        var before = await Events();
        var refused = (await Api.ImportProducts(file)).Must(422);
        refused.Code.Should().Be("import.faulty");
        var errors = refused["errors"]!.AsArray().Select(x => ((string)x!["pointer"]!, (string)x["code"]!)).ToArray();
        errors
            .Should()
            .BeEquivalentTo(
                [
                    ("/3/name", "member.required"),
                    ("/3/price", "member.invalid"),
                    ("/3/vatRate", "vat_rate.unknown"),
                    ("/3/currency", "currency.unknown"),
                    ("/3/archived", "member.invalid"),
                    ("/4/code", "member.required"),
                    ("/5/code", "import.row_twice"),
                    ("/6/price", "amount.negative"),
                    ("/8", "import.row_length"),
                    ("/9", "import.malformed"),
                    ("/10/id", "product.not_found"),
                    ("/10/code", "product.taken"),
                ],
                refused.Text
            );
        refused.Text.Should().Contain("Line 3, column 3 (price)");
        (await Events()).Should().Be(before);
        var rest = (await Api.ImportProducts(file, "?mode=perItem")).Must(200);
        Counts(rest).Should().Be((8, 1, 0, 0, 7));
        rest["errors"]!.AsArray().Should().HaveCount(errors.Length);
        (await Api.Get("/products?code=" + a)).Must(200)["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Headers_size_code_page_and_media_type_are_judged_first()
    {
        Codes((await Api.ImportProducts("code,colour,code\n", "?mode=perItem")).Must(422))
            .Should()
            .Equal("import.column_unknown", "import.column_twice");
        Codes((await Api.ImportProducts("code,currency\n")).Must(422)).Should().Equal("import.column_missing");
        (await Api.ImportProducts("")).Must(422).Code.Should().Be("import.empty");
        (await Api.ImportProducts("code,name\n\"a,b")).Must(422).Code.Should().Be("import.faulty");
        (await Api.SendFile([.. "код"u8, 0xD0], "text/csv")).Must(422).Code.Should().Be("import.not_utf8");
        (await Api.SendFile("code\n"u8.ToArray(), "application/json")).Must(415);
        (await Api.SendFile("code\n"u8.ToArray(), "text/csv; charset=koi8-r")).Must(415);
        (await Api.SendFile(Encoding.UTF8.GetBytes("code,name\n" + new string('x', 10 * 1024 * 1024)), "text/csv"))
            .Must(413)
            .Code.Should()
            .Be("import.too_large");
        var many = new StringBuilder("code,name\n");
        for (var i = 0; i <= 20_000; i++)
            many.Append(System.Globalization.CultureInfo.InvariantCulture, $"m{i},n\n");
        (await Api.ImportProducts(many.ToString())).Must(422).Code.Should().Be("import.too_many_rows");
        (await Api.ImportProducts("code,name\n" + string.Concat(Enumerable.Repeat("a\n", 30_000)), "?mode=perItem"))
            .Must(422)
            .Code.Should()
            .Be("import.too_many_rows", "faulty rows count too");
        var wide = (await Api.ImportProducts("code" + new string(',', 100_000) + "\na\n", "?mode=perItem")).Must(422);
        Codes(wide).Should().Equal("import.column_unknown");
        wide.Text.Should().Contain("at most 100 columns, not 100001");
        var faulty = (await Api.ImportProducts("code,name\n" + string.Concat(Enumerable.Repeat("a\n", 15_000)))).Must(
            422
        );
        (faulty.Code, Codes(faulty).Length).Should().Be(("import.faulty", 1000));
        ((string)faulty["detail"]!).Should().Contain("15000", "the number of faults is stated");
        var shown = (
            await Api.ImportProducts(
                "code,name\n" + string.Concat(Enumerable.Repeat("a\n", 1500)),
                "?mode=perItem&dryRun=true"
            )
        ).Must(200);
        (Counts(shown), Codes(shown).Length).Should().Be(((1500, 0, 0, 0, 1500), 1000));
        Codes(
            (
                await Api.ImportProducts(
                    "code,currency\n" + string.Concat(Enumerable.Repeat("a\n", 1500)),
                    "?mode=perItem"
                )
            ).Must(422)
        )[0]
            .Should()
            .Be("import.column_missing", "faults of rows do not hide a header's");
        (await Api.ImportProducts("code,name\n" + new string(',', 200_000) + "\n"))
            .Must(422)
            .Code.Should()
            .Be("import.faulty");
        (await Api.ImportProducts("code,name\na\u0001,b\n")).Must(422);
        (await Api.ImportProducts("code,name\nx,y\n", "?mode=some")).Must(400).Code.Should().Be("parameter.invalid");
    }

    [Fact]
    public async Task A_key_has_one_effect_and_a_file_of_many_rows_one_commit()
    {
        var prefix = Fresh();
        var file = new StringBuilder("code,name,price\n");
        for (var i = 0; i < 500; i++)
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}-{i},Товар {i},{i}.5\n");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Api.ImportProducts(file.ToString(), "", key))
        );
        answers.Where(x => x.Status == 200).Select(x => x.Text).Distinct().Should().ContainSingle();
        answers.Should().OnlyContain(x => x.Status == 200 || x.Code == "idempotency.in_progress");
        (await Api.ImportProducts(file.ToString(), "", key))
            .Must(200)
            .Headers["Idempotency-Replayed"]
            .Should()
            .Be("true");
        (await Api.ImportProducts("code,name\nx,y\n", "", key)).Must(422).Code.Should().Be("idempotency.key_reused");
        (await Api.Get($"/products?q={prefix}&count=true")).Must(200)["total"]!.GetValue<long>().Should().Be(500);
        var parallel = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => Api.ImportProducts($"code,price\n{prefix}-0,{i + 100}\n"))
        );
        parallel
            .Select(x => x.Status)
            .Should()
            .Contain(200)
            .And.OnlyContain(x => x == 200 || x == 503, "imports wait for each other, and not for ever");
        var product = (await Api.Get($"/products?code={prefix}-0")).Must(200)["items"]![0]!;
        (await Api.Get($"/products/{(string)product["id"]!}/history")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(1 + parallel.Count(x => x.Status == 200), "refused requests have written nothing");
    }

    private async Task<string> Events() => await Conventions.Stored.Count(host.App);
}
