namespace Crm.Api.Tests.Proposals;

/// <summary>The company's rules for lines without a product and for VAT rates. Each test sets the settings that it needs.</summary>
[Collection(PricedCollection.Name)]
public sealed class PricePolicyTests(PricedCompany company) : IAsyncDisposable
{
    private static readonly string[] Documents = ["proposal", "order", "invoice", "reissued invoice"];

    [Fact]
    public async Task Lines_without_a_product_follow_the_setting()
    {
        var text = new
        {
            name = "Что угодно",
            quantity = 1,
            price = Sale.Rub("0.01"),
        };
        await Set(new { freeTextLines = "free" });
        foreach (var document in Documents)
            (await AgreedPriceTests.Agree(company.Anna, document, null, text)).Status.Should().BeOneOf(200, 201);

        await Set(new { freeTextLines = "approval" });
        foreach (var document in Documents)
        foreach (var api in new[] { company.Anna, company.Key })
            Codes(await AgreedPriceTests.Agree(api, document, null, text))
                .Should()
                .Contain("free_text.approval_required");
        foreach (var document in Documents)
            (await AgreedPriceTests.Agree(company.Head, document, null, text)).Status.Should().BeOneOf(200, 201);

        await Set(new { freeTextLines = "limit", freeTextLimitPercent = 99.5 });
        foreach (var document in Documents)
            Codes(await AgreedPriceTests.Agree(company.Anna, document, null, text))
                .Should()
                .Contain("free_text.limit_exceeded");
        await Set(new { freeTextLimitPercent = 100 });
        foreach (var document in Documents)
            (await AgreedPriceTests.Agree(company.Anna, document, null, text)).Status.Should().BeOneOf(200, 201);
    }

    [Fact]
    public async Task A_cancellation_does_not_leave_free_text_alone()
    {
        await Set(new { freeTextLines = "limit", freeTextLimitPercent = 50 });
        var deal = (await company.Anna.Post("/deals", new { title = "Станки", kind = "simple" })).Must(201).Id;
        var order = (
            await company.Anna.Post(
                $"/deals/{deal}/orders",
                new
                {
                    lines = new object[]
                    {
                        new { productId = company.Dear, quantity = 1 },
                        new
                        {
                            name = "Наладка",
                            quantity = 1,
                            price = Sale.Rub("900000.00"),
                        },
                    },
                }
            )
        ).Must(201);
        var cancel = new
        {
            lines = new[] { new { lineId = (string)order["lines"]![0]!["lineId"]!, quantity = 1 } },
            reason = "Передумали",
        };
        Codes(await company.Anna.Post($"/deals/{deal}/orders/{order.Id}/cancel-lines", cancel))
            .Should()
            .Equal("free_text.limit_exceeded");
        (await company.Head.Post($"/deals/{deal}/orders/{order.Id}/cancel-lines", cancel)).Must(200);
    }

    [Fact]
    public async Task A_proposal_is_not_ordered_for_its_free_text_alone()
    {
        await Set(new { freeTextLines = "limit", freeTextLimitPercent = 20 });
        var deal = (await company.Anna.Post("/deals", new { title = "Станки", kind = "simple" })).Must(201).Id;
        var draft = (
            await company.Anna.Post(
                $"/deals/{deal}/proposals",
                new
                {
                    lines = new object[]
                    {
                        new { productId = company.Dear, quantity = 2 },
                        new
                        {
                            name = "Наладка",
                            quantity = 1,
                            price = Sale.Rub("500000.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201);
        (await company.Anna.Post($"/proposals/{draft.Id}/issue")).Must(200);
        var text = new
        {
            proposalId = draft.Id,
            lines = new[] { new { lineId = (string)draft["lines"]![1]!["lineId"]! } },
        };
        foreach (var api in new[] { company.Anna, company.Key })
        {
            var refused = await api.Post($"/deals/{deal}/orders", text);
            Codes(refused).Should().Equal("free_text.limit_exceeded");
            var blocker = refused["blockers"]![0]!;
            ((string?)blocker["actual"]!["text"], (string?)blocker["fix"]!["operationId"])
                .Should()
                .Be(("100 %", "placeOrder"));
        }

        var order = (await company.Anna.Post($"/deals/{deal}/orders", new { proposalId = draft.Id })).Must(201);
        Codes(await company.Anna.Post($"/deals/{deal}/orders/{order.Id}/cancel-lines", Cancel(0, 2)))
            .Should()
            .Equal("free_text.limit_exceeded");
        (await company.Anna.Post($"/deals/{deal}/orders/{order.Id}/cancel-lines", Cancel(1, 1))).Must(200);
        (await company.Anna.Post($"/deals/{deal}/orders/{order.Id}/cancel-lines", Cancel(0, 2))).Must(200);

        object Cancel(int line, decimal quantity) =>
            new
            {
                lines = new[] { new { lineId = (string)order["lines"]![line]!["lineId"]!, quantity } },
                reason = "Передумали",
            };
    }

    [Fact]
    public async Task Another_vat_rate_than_the_usual_needs_its_permission()
    {
        var roles = (await company.Admin.Get("/roles")).Must(200)["items"]!.AsArray();
        var selling = roles.Single(x => (string)x!["code"]! == "sales-manager")!;
        var permissions = selling["permissions"]!.AsArray().Select(x => (string)x!).ToArray();
        permissions.Should().Contain("vat.choose");
        (
            await company.Admin.Post(
                "/roles",
                new
                {
                    code = "strict-seller",
                    title = new { ru = "Строгий", en = "Strict" },
                    permissions = permissions.Except(["vat.choose"]),
                    scopes = new { deals = "own", clients = "all" },
                }
            )
        ).Must(201);
        var strict = await company.User("Пётр", "strict-seller");
        var (product, zero) = (
            new { productId = company.Dear, quantity = 1 },
            new
            {
                productId = company.Dear,
                quantity = 1,
                vatRate = 0,
            }
        );
        await Set("""{"defaultVatRate":null}""");
        foreach (var document in Documents)
        {
            (await AgreedPriceTests.Agree(strict, document, null, product)).Status.Should().BeOneOf(200, 201);
            (await AgreedPriceTests.Agree(strict, document, null, Text(0))).Status.Should().BeOneOf(200, 201);
            (await AgreedPriceTests.Agree(strict, document, null, zero)).Must(403)["missing"]!
                .GetValue<string>()
                .Should()
                .Be("vat.choose");
            (await AgreedPriceTests.Agree(company.Anna, document, null, zero)).Status.Should().BeOneOf(200, 201);
        }

        await Set(new { defaultVatRate = 20 });
        foreach (var document in Documents)
        {
            (await AgreedPriceTests.Agree(strict, document, null, Text(20))).Status.Should().BeOneOf(200, 201);
            (await AgreedPriceTests.Agree(strict, document, null, Text(0))).Must(403);
        }

        var made = await AgreedPriceTests.Agree(strict, "order", null, Text(null));
        ((decimal)made.Must(201)["lines"]![0]!["vatRate"]!).Should().Be(20, "omitted, it is the company's");
        (await company.Admin.Patch("/settings", """{"defaultVatRate":13}""")).Must(422)["errors"]![0]!["pointer"]!
            .GetValue<string>()
            .Should()
            .Be("/defaultVatRate");
        (await company.Admin.Patch("/settings", """{"vatRates":[0,10]}""")).Status.Should().BeOneOf(409, 422);

        static object Text(decimal? rate) =>
            new
            {
                name = "Наладка",
                quantity = 1,
                price = Sale.Rub("100.00"),
                vatRate = rate,
            };
    }

    [Fact]
    public async Task A_list_shows_and_changes_its_grants()
    {
        var (id, _) = await company.List(null);
        var list = (await company.Admin.Get($"/price-lists/{id}")).Must(200);
        list["grants"].Should().BeNull();
        var grants = new { roles = new[] { "director" }, clientIds = new[] { company.Client } };
        var granted = (await company.Admin.Patch($"/price-lists/{id}", new { grants })).Must(200);
        ((string?)granted["grants"]!["roles"]![0], (string?)granted["grants"]!["clientIds"]![0])
            .Should()
            .Be(("director", company.Client));
        (await company.Anna.Get("/price-lists")).Must(200)["items"]!.AsArray().Single(x => (string)x!["id"]! == id)![
            "grants"
        ]!["clientIds"]!
            .AsArray()
            .Should()
            .ContainSingle();
        foreach (
            var (body, pointer) in new[]
            {
                ("""{"grants":{}}""", "/grants"),
                ("""{"grants":{"roles":["nobody"]}}""", "/grants/roles/0"),
                ($$$"""{"grants":{"clientIds":["{{{Guid.NewGuid()}}}"]}}""", "/grants/clientIds/0"),
            }
        )
            (await company.Admin.Patch($"/price-lists/{id}", body)).Must(422)["errors"]![0]!["pointer"]!
                .GetValue<string>()
                .Should()
                .Be(pointer);
        (await company.Admin.Patch($"/price-lists/{id}", """{"grants":null}""")).Must(200)["grants"].Should().BeNull();
        (await company.Admin.Get($"/price-lists/{id}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Contain("price_list_grants_changed");
    }

    [Fact]
    public async Task A_reader_who_may_not_read_all_clients_sees_no_client_of_a_list()
    {
        (
            await company.Admin.Post(
                "/roles",
                new
                {
                    code = "narrow",
                    title = new { ru = "Узкий", en = "Narrow" },
                    permissions = new[] { "deals.read", "clients.read", "catalogue.read" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        var narrow = await company.User("Нина", "narrow");
        var (id, _) = await company.List(new { clientIds = new[] { company.Client } });
        var seen = (await narrow.Get($"/price-lists/{id}")).Must(200);
        seen["grants"]!["clientIds"].Should().BeNull();
        seen.Text.Should().NotContain(company.Client);
        seen.ETag.Should().NotBe((await company.Admin.Get($"/price-lists/{id}")).ETag, "the tag is of what is seen");
    }

    public async ValueTask DisposeAsync() =>
        await Set("""{"freeTextLines":null,"freeTextLimitPercent":null,"defaultVatRate":null}""");

    private async Task Set(object change) => (await company.Admin.Patch("/settings", change)).Must(200);

    private static IEnumerable<string?> Codes(Answer answer)
    {
        answer.Must(409).Code.Should().Be("discount.approval_required");
        return answer["blockers"]!.AsArray().Select(x => (string?)x!["code"]);
    }
}
