namespace Crm.Api.Tests.Catalog;

/// <summary>Products are edited, archived and restored; each change is an event, and documents keep what they copied.</summary>
[Collection(HostCollection.Name)]
public sealed class ProductsTests(TestHost host)
{
    private static int made;

    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Every_value_changes_by_an_event_of_its_own_and_the_past_stays_readable()
    {
        var product = (
            await Api.Post(
                "/products",
                new
                {
                    name = "Стол",
                    code = Fresh(),
                    price = Sale.Rub("100.00"),
                    vatRate = 20,
                    cost = Sale.Rub("60.00"),
                }
            )
        ).Must(201);
        var (path, then) = ("/products/" + product.Id, (string)product["recordedAt"]!);
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var edited = (
            await Api.Patch(
                path,
                new
                {
                    name = "Стол письменный",
                    price = Sale.Rub("110.50"),
                    vatRate = 22,
                    unit = "шт",
                }
            )
        ).Must(200);
        ((string)edited["price"]!["amount"]!).Should().Be("110.50");
        edited.ETag.Should().StartWith("\"5-");
        (await Api.Patch(path, new { name = "Стол письменный", vatRate = 22 }))
            .Must(200)
            .ETag.Should()
            .Be(edited.ETag, "it holds already");
        (await Api.Patch(path, new { unit = (string?)null })).Must(200)["unit"].Should().BeNull();
        var history = (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray();
        history
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal(
                "product_added",
                "product_renamed",
                "product_unit_changed",
                "product_price_changed",
                "product_vat_rate_changed",
                "product_unit_changed"
            );
        history[3]!["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, (string?)x["before"], (string?)x["after"]))
            .Should()
            .Equal(("price.amount", "100.00", "110.50"));
        var was = (await Api.Get($"{path}?asOf={Uri.EscapeDataString(then)}")).Must(200);
        ((string)was["name"]!, (decimal)was["vatRate"]!).Should().Be(("Стол", 20m));
    }

    [Fact]
    public async Task A_code_can_change_and_is_unique()
    {
        var (a, b, c) = (Fresh(), Fresh(), Fresh());
        var first = (await Api.Post("/products", new { name = "А", code = a })).Must(201);
        (await Api.Post("/products", new { name = "Б", code = b })).Must(201);
        (await Api.Patch("/products/" + first.Id, new { code = b })).Must(409).Code.Should().Be("product.taken");
        (await Api.Patch("/products/" + first.Id, new { code = c })).Must(200);
        (await Api.Post("/products", new { name = "В", code = c })).Must(409).Code.Should().Be("product.taken");
        (
            await Api.Post(
                "/products",
                new
                {
                    name = "Г",
                    code = b,
                    id = Guid.CreateVersion7(),
                }
            )
        ).Must(409).Code.Should().Be("product.taken");
        var successor = (await Api.Post("/products", new { name = "Д", code = a })).Must(201);
        successor.Id.Should().NotBe(first.Id, "the code is free again");
        (await Api.Get("/products?code=" + c)).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .Equal(first.Id);
        (await Api.Patch("/products/" + first.Id, new { code = (string?)null })).Must(200)["code"].Should().BeNull();
        (await Api.Patch("/products/" + successor.Id, new { code = c })).Must(200);
    }

    [Fact]
    public async Task Parallel_edits_take_one_code_once()
    {
        var code = Fresh();
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(async i => (await Api.Post("/products", new { name = "А" + i })).Must(201).Id)
        );
        var answers = await Task.WhenAll(ids.Select(x => Api.Patch("/products/" + x, new { code })));
        answers.Select(x => x.Status).Order().Should().Equal(200, 409, 409, 409, 409, 409);
    }

    [Fact]
    public async Task An_archived_product_takes_no_new_lines_and_stays_in_old_documents()
    {
        var product = (await Api.Post("/products", new { name = "Стул", price = Sale.Rub("10.00") })).Must(201);
        var sale = await Sale.Open(Api);
        var proposal = (await Api.Post(sale.Path + "/proposals", Lines(product.Id))).Must(201);
        ((bool)(await Api.Post($"/products/{product.Id}/archive")).Must(200)["archived"]!).Should().BeTrue();
        (await Api.Post($"/products/{product.Id}/archive"))
            .Must(200)
            .ETag.Should()
            .StartWith("\"2-", "it holds already");
        var refused = (await Api.Post(sale.Path + "/proposals", Lines(product.Id))).Must(422);
        (refused["errors"]!.AsArray().Select(x => ((string)x!["pointer"]!, (string)x["code"]!)))
            .Should()
            .Equal(("/lines/0/productId", "product.archived"));
        ((string)(await Api.Get("/proposals/" + proposal.Id)).Must(200)["lines"]![0]!["productId"]!)
            .Should()
            .Be(product.Id);
        (await Api.Get("/products?archived=false&limit=200&q=стул")).Must(200).Text.Should().NotContain(product.Id);
        (await Api.Get("/products?archived=true&limit=200&q=сту&count=true"))
            .Must(200)
            .Text.Should()
            .Contain(product.Id);
        (await Api.Post($"/products/{product.Id}/restore")).Must(200);
        (await Api.Post(sale.Path + "/proposals", Lines(product.Id))).Must(201);
    }

    [Fact]
    public async Task A_line_keeps_its_copy_when_the_product_changes()
    {
        var product = (
            await Api.Post(
                "/products",
                new
                {
                    name = "Шкаф",
                    price = Sale.Rub("10.00"),
                    vatRate = 20,
                }
            )
        ).Must(201);
        var sale = await Sale.Open(Api);
        var order = (
            await Api.Post(
                sale.Path + "/orders",
                new { lines = new[] { new { productId = product.Id, quantity = 1 } } }
            )
        ).Must(201);
        (
            await Api.Patch(
                "/products/" + product.Id,
                new
                {
                    name = "Шкаф-купе",
                    price = Sale.Rub("99.00"),
                    vatRate = 10,
                }
            )
        ).Must(200);
        var line = (await Api.Get($"{sale.Path}/orders/{order.Id}")).Must(200)["lines"]![0]!;
        ((string)line["name"]!, (string)line["price"]!["amount"]!, (decimal)line["vatRate"]!)
            .Should()
            .Be(("Шкаф", "10.00", 20m));
        (
            await Api.Post(
                sale.Path + "/orders",
                new { lines = new[] { new { productId = product.Id, quantity = 1 } } }
            )
        ).Must(201)["lines"]![0]!["name"]!
            .GetValue<string>()
            .Should()
            .Be("Шкаф-купе");
    }

    [Fact]
    public async Task History_and_list_hide_costs_without_the_permission()
    {
        var code = Fresh();
        var product = (
            await Api.Post(
                "/products",
                new
                {
                    name = "Лампа",
                    code,
                    cost = Sale.Rub("60.00"),
                }
            )
        ).Must(201);
        (await Api.Patch("/products/" + product.Id, new { cost = Sale.Rub("70.00") })).Must(200);
        (await Api.Get($"/products/{product.Id}/history")).Text.Should().Contain("70.00");
        var user = await host.App.AsUser(
            Guid.Parse(
                (await Api.Post("/users", new { name = "Маркетолог", roles = new[] { "marketer" } })).Must(201).Id
            )
        );
        foreach (
            var path in (string[])
                [$"/products/{product.Id}", $"/products/{product.Id}/history", "/products?code=" + code]
        )
            (await user.Get(path)).Must(200).Text.Should().NotContain("70.00").And.NotContain("60.00");
        (await user.Get("/products?code=" + code, ("Accept", "text/csv")))
            .Must(200)
            .Text.Should()
            .Contain(code)
            .And.NotContain("70.00")
            .And.NotContain("70,00");
        (await user.Patch("/products/" + product.Id, new { cost = Sale.Rub("1.00") })).Must(403);
        (await user.Patch("/products/" + product.Id, new { cost = (object?)null })).Must(403);
        (await user.Patch("/products/" + product.Id, new { name = "Лампа настольная" })).Must(200);
    }

    [Fact]
    public async Task Bad_values_are_named_and_nothing_is_written()
    {
        var product = (await Api.Post("/products", new { name = "Полка" })).Must(201);
        var path = "/products/" + product.Id;
        foreach (
            var (body, pointer) in new (object, string)[]
            {
                (new { vatRate = 17 }, "/vatRate"),
                (new { price = Sale.Rub("-1.00") }, "/price/amount"),
                (new { cost = Sale.Rub("-1.00") }, "/cost/amount"),
                (new { name = " " }, "/name"),
                (new { name = (string?)null }, "/name"),
                (new { code = new string('x', 101) }, "/code"),
            }
        )
            ((string)(await Api.Patch(path, body)).Must(422)["errors"]![0]!["pointer"]!).Should().Be(pointer);
        (await Api.Patch(path, new { name = "Б" }, "\"9-0\"")).Must(412);
        (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        (await Api.Get($"/products/{(await Sale.Open(Api)).Id}/history"))
            .Must(404)
            .Code.Should()
            .Be("product.not_found", "an id may be that of anything with events");
    }

    private static object Lines(string product) =>
        new { lines = new[] { new { productId = product, quantity = 1 } }, validUntil = "2027-06-30" };

    private static string Fresh() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PT-{Interlocked.Increment(ref made)}");
}
