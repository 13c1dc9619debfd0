namespace Crm.Api.Tests.Proposals;

/// <summary>One rule, wherever a price is agreed: when a proposal is issued, and when an order or an invoice names free lines.</summary>
[Collection(PricedCollection.Name)]
public sealed class AgreedPriceTests(PricedCompany company)
{
    public static TheoryData<string> Documents => ["proposal", "order", "invoice", "reissued invoice"];

    [Theory, MemberData(nameof(Documents))]
    public async Task A_price_in_another_currency_is_compared_at_the_days_rate(string document)
    {
        foreach (var api in new[] { company.Anna, company.Key })
        {
            var line = new
            {
                productId = company.Dear,
                quantity = 1,
                price = Dollars("0.01"),
            };
            (await Reasons(api, document, line)).Should().Contain(("discount.approval_required", "100 %"));
            (
                await Reasons(
                    api,
                    document,
                    new
                    {
                        productId = company.Dear,
                        quantity = 1,
                        price = Dollars("11249"),
                    }
                )
            ).Should().Contain(("discount.approval_required", "10.01 %"));
            (
                await Reasons(
                    api,
                    document,
                    new
                    {
                        productId = company.Dear,
                        quantity = 1,
                        price = Dollars("11250"),
                    }
                )
            ).Should().BeEmpty();
            (
                await Reasons(
                    api,
                    document,
                    new
                    {
                        productId = company.Dear,
                        quantity = 1,
                        price = new { amount = "99999.00", currency = "EUR" },
                    }
                )
            ).Should().Equal(("price.not_comparable", "1000000.00 RUB"));
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task A_product_that_only_a_list_prices_is_sold_at_the_lists_price(string document)
    {
        var (_, code) = await company.List(null);
        (
            await Reasons(
                company.Anna,
                document,
                new
                {
                    productId = company.Listed,
                    quantity = 1,
                    priceList = code,
                }
            )
        ).Should().BeEmpty();
        (
            await Reasons(
                company.Anna,
                document,
                new
                {
                    productId = company.Listed,
                    quantity = 1,
                    price = Sale.Rub("0.01"),
                }
            )
        ).Should().Equal(("price.not_comparable", "none"));
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task A_granted_list_serves_the_role_and_the_client(string document)
    {
        var (_, ofRole) = await company.List(new { roles = new[] { "sales-manager", "integration" } });
        var (_, ofOthers) = await company.List(new { roles = new[] { "director" } });
        var (_, ofClient) = await company.List(
            new { roles = new[] { "director" }, clientIds = new[] { company.Client } }
        );
        foreach (var api in new[] { company.Anna, company.Key })
        {
            (await Reasons(api, document, Of(ofRole))).Should().BeEmpty();
            (await Reasons(api, document, Of(ofOthers))).Should().Equal(("price_list.not_granted", ofOthers));
            (await Reasons(api, document, Of(ofClient))).Should().Equal(("price_list.not_granted", ofClient));
            (await Reasons(api, document, company.Client, Of(ofClient))).Should().BeEmpty("the client fits");
        }

        (await Reasons(company.Head, document, Of(ofRole))).Should().BeEmpty("without a limit any price is agreed");

        object Of(string list) =>
            new
            {
                productId = company.Listed,
                quantity = 1,
                priceList = list,
            };
    }

    [Fact]
    public async Task A_key_without_a_user_approves_only_what_it_could_have_issued()
    {
        var deal = await Deal(company.Key);
        var draft = (
            await company.Key.Post(
                $"/deals/{deal}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            productId = company.Dear,
                            quantity = 1,
                            price = Dollars("0.01"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        var asked = (await company.Key.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        ((decimal)asked["discountApproval"]!["percent"]!).Should().Be(100, "it is converted at the day's rate");
        (await Sellers.Approve(company.Key, draft)).Must(409).Code.Should().Be("discount.own_request");
        (await company.Key.Post($"/proposals/{draft}/issue")).Must(409);
        (await Sellers.Approve(company.Head, draft)).Must(200);
        (await company.Key.Post($"/proposals/{draft}/issue")).Must(200);
    }

    [Fact]
    public async Task All_orders_from_an_approved_proposal_are_at_most_what_it_offers()
    {
        var deal = await Deal(company.Anna);
        var draft = (
            await company.Anna.Post(
                $"/deals/{deal}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            productId = company.Dear,
                            quantity = 4,
                            discountPercent = 50,
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201);
        var line = (string)draft["lines"]![0]!["lineId"]!;
        (await company.Anna.Post($"/proposals/{draft.Id}/request-discount-approval")).Must(200);
        (await Sellers.Approve(company.Head, draft.Id)).Must(200);
        (await company.Anna.Post($"/proposals/{draft.Id}/issue")).Must(200);
        var part = new { proposalId = draft.Id, lines = new[] { new { lineId = line, quantity = 3 } } };
        (await company.Anna.Post($"/deals/{deal}/orders", part)).Must(201);
        foreach (var api in new[] { company.Anna, company.Head, company.Key })
        {
            var refused = (await api.Post($"/deals/{deal}/orders", part)).Must(409);
            var blocker = refused["blockers"]![0]!;
            (refused.Code, (string?)blocker["expected"]!["text"], (string?)blocker["fix"]!["operationId"])
                .Should()
                .Be(("order.exceeds_proposal", "<= 1", "reviseProposal"));
        }

        var rest = (await company.Anna.Post($"/deals/{deal}/orders", new { proposalId = draft.Id })).Must(201);
        ((decimal)rest["lines"]![0]!["quantity"]!, (string?)rest["total"]!["amount"]).Should().Be((1m, "600000.00"));
        (await company.Anna.Post($"/deals/{deal}/orders", new { proposalId = draft.Id })).Must(409);
        (await company.Anna.Get($"/deals/{deal}/balance")).Must(200)["ordered"]!["amount"]!
            .GetValue<string>()
            .Should()
            .Be("2400000.00");
    }

    /// <summary>What needs approval, with what was found; empty when the document is made.</summary>
    private static Task<IEnumerable<(string? Code, string? Actual)>> Reasons(
        Testing.Api api,
        string document,
        object line
    ) => Reasons(api, document, null, line);

    private static async Task<IEnumerable<(string? Code, string? Actual)>> Reasons(
        Testing.Api api,
        string document,
        string? client,
        object line
    )
    {
        var answer = await Agree(api, document, client, line);
        if (answer.Status is 200 or 201)
            return [];
        answer.Must(409).Code.Should().Be("discount.approval_required");
        return answer["blockers"]!
            .AsArray()
            .Where(x => ((string)x!["subject"]!).StartsWith("line:", StringComparison.Ordinal))
            .Select(x => ((string?)x!["code"], (string?)x["actual"]!["text"]))
            .ToArray();
    }

    internal static async Task<Answer> Agree(Testing.Api api, string document, string? client, object line)
    {
        var deal = await Deal(api);
        if (client is not null)
            (await api.Post($"/deals/{deal}/client", new { clientId = client })).Must(200);
        var body = new { lines = new[] { line }, validUntil = "2027-06-30" };
        switch (document)
        {
            case "proposal":
                var draft = (await api.Post($"/deals/{deal}/proposals", body)).Must(201).Id;
                return await api.Post($"/proposals/{draft}/issue");
            case "order":
                return await api.Post($"/deals/{deal}/orders", new { body.lines });
            case "invoice":
                return await api.Post($"/deals/{deal}/invoices", new { body.lines });
            default:
                var invoice = (
                    await api.Post(
                        $"/deals/{deal}/invoices",
                        new
                        {
                            amount = new
                            {
                                amount = "1.00",
                                currency = ((string[])["USD", "EUR"]).FirstOrDefault(x =>
                                    System
                                        .Text.Json.JsonSerializer.Serialize(line)
                                        .Contains(x, StringComparison.Ordinal)
                                ) ?? "RUB",
                            },
                        }
                    )
                )
                    .Must(201)
                    .Id;
                return await api.Post(
                    $"/deals/{deal}/invoices/{invoice}/reissue",
                    new { reason = "Иначе", body.lines }
                );
        }
    }

    private static async Task<string> Deal(Testing.Api api) =>
        (await api.Post("/deals", new { title = "Станки", kind = "simple" })).Must(201).Id;

    private static object Dollars(string amount) => new { amount, currency = "USD" };
}
