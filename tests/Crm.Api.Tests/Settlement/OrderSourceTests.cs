using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Settlement;

/// <summary>An order takes its lines from what the client asked for or from an issued proposal.</summary>
[Collection(HostCollection.Name)]
public sealed class OrderSourceTests(TestHost host)
{
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task An_order_is_what_the_client_asked_for()
    {
        var sale = await Sale.Open(api);
        var none = (await api.Post(sale.Path + "/orders", new { fromInterest = true })).Must(409);
        (none.Code, none.Blockers.Single(), (string?)none["blockers"]![0]!["fix"]!["operationId"])
            .Should()
            .Be(("interest.incomplete", "interest.missing", "setInterest"));
        var product = (
            await api.Post(
                "/products",
                new
                {
                    name = "Стол",
                    unit = "шт",
                    price = Sale.Rub("150.00"),
                    vatRate = 10,
                    cost = Sale.Rub("90.00"),
                }
            )
        ).Must(201).Id;
        (
            await api.Post(
                sale.Path + "/interest",
                new
                {
                    lines = new object[]
                    {
                        new { text = "Что-нибудь", quantity = 2 },
                        new { productId = product, quantity = 2 },
                    },
                }
            )
        ).Must(200);
        var unpriced = (await api.Post(sale.Path + "/orders", new { fromInterest = true })).Must(409);
        (
            unpriced.Blockers.Single(),
            (string?)unpriced["blockers"]![0]!["subject"],
            (string?)unpriced["blockers"]![0]!["actual"]!["text"]
        )
            .Should()
            .Be(("interest.unpriced", "interest:0", "Что-нибудь"));
        (
            await api.Post(
                sale.Path + "/interest",
                new
                {
                    lines = new object[]
                    {
                        new
                        {
                            text = "Сборка",
                            quantity = 3,
                            amount = Sale.Rub("1000.00"),
                        },
                        new { productId = product, quantity = 2 },
                        new { productId = product, amount = Sale.Rub("140.00") },
                    },
                }
            )
        ).Must(200);
        var order = (await api.Post(sale.Path + "/orders", new { fromInterest = true })).Must(201);
        order["lines"]!
            .AsArray()
            .Select(x => ((string?)x!["name"], (decimal)x["quantity"]!, Amount(x["amount"]), Amount(x["vat"])))
            .Should()
            .Equal(("Сборка", 3m, 1000m, 0m), ("Стол", 2m, 300m, 30m), ("Стол", 1m, 140m, 14m));
        Amount(order["total"]).Should().Be(1484m);
        ((string?)(await api.Post(sale.Path + "/orders", new { })).Must(422)["errors"]![0]!["code"])
            .Should()
            .Be("member.required");
        foreach (
            var both in new object[]
            {
                new { fromInterest = true, proposalId = sale.Id },
                new
                {
                    fromInterest = true,
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                },
            }
        )
            ((string?)(await api.Post(sale.Path + "/orders", both)).Must(422)["errors"]![0]!["code"])
                .Should()
                .Be("member.conflict");
    }

    [Fact]
    public async Task An_order_has_what_was_issued_and_never_what_was_read_before()
    {
        for (var round = 0; round < 12; round++)
        {
            var sale = await Sale.Open(api);
            var draft = (
                await api.Post(
                    sale.Path + "/proposals",
                    new
                    {
                        lines = new[]
                        {
                            new
                            {
                                name = "Стол",
                                quantity = 1,
                                price = Sale.Rub("40.00"),
                            },
                        },
                        validUntil = "2027-06-30",
                    }
                )
            ).Must(201);
            var order = Task.Run(() => api.Post(sale.Path + "/orders", new { proposalId = draft.Id }));
            var issue = Task.Run(async () =>
            {
                (
                    await api.Patch(
                        "/proposals/" + draft.Id,
                        new
                        {
                            lines = new[]
                            {
                                new
                                {
                                    name = "Стол",
                                    quantity = 1,
                                    price = Sale.Rub("100.00"),
                                },
                            },
                        },
                        draft.ETag
                    )
                ).Must(200);
                (await api.Post($"/proposals/{draft.Id}/issue")).Must(200);
            });
            await issue;
            if (await order is { Status: 201 } placed)
                Amount(placed["total"]).Should().Be(100m);
            else
                (await order).Must(409).Code.Should().Be("proposal.not_issued");
        }
    }

    private static decimal Amount(JsonNode? money) =>
        decimal.Parse((string)money!["amount"]!, CultureInfo.InvariantCulture);
}
