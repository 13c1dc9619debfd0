using static Crm.Api.Tests.Proposals.LineSums;

namespace Crm.Api.Tests.Proposals;

/// <summary>The client's interest becomes a proposal or an order: with prices, and in its current state.</summary>
[Collection(HostCollection.Name)]
public sealed class FromInterestTests(TestHost host)
{
    private const string ValidUntil = "2027-06-30";

    [Fact]
    public async Task A_proposal_begins_with_the_interest()
    {
        var product = (
            await host.Api.Post(
                "/products",
                new
                {
                    name = "Шкаф",
                    unit = "шт",
                    price = Sale.Rub("70.00"),
                    vatRate = 20,
                }
            )
        ).Must(201).Id;
        var bare = (await host.Api.Post("/products", new { name = "Без цены" })).Must(201).Id;
        var sale = await Sale.Open(host.Api);
        var body = new
        {
            fromInterest = true,
            validUntil = ValidUntil,
            discount = new { percent = 10 },
        };
        var none = (await host.Api.Post(sale.Path + "/proposals", body)).Must(409);
        (none.Code, none.Blockers.Single(), (string?)none["blockers"]![0]!["fix"]!["operationId"])
            .Should()
            .Be(("interest.incomplete", "interest.missing", "setInterest"));
        (
            await host.Api.Post(
                sale.Path + "/interest",
                new
                {
                    lines = new object[]
                    {
                        new { productId = product, quantity = 2 },
                        new { text = "Что-нибудь" },
                        new { productId = bare },
                    },
                }
            )
        ).Must(200);
        var unpriced = (await host.Api.Post(sale.Path + "/proposals", body)).Must(409);
        unpriced["blockers"]!
            .AsArray()
            .Select(x => ((string?)x!["code"], (string?)x["subject"], (string?)x["actual"]!["text"]))
            .Should()
            .Equal(("interest.unpriced", "interest:1", "Что-нибудь"), ("interest.unpriced", "interest:2", "Без цены"));
        (await host.Api.Get(sale.Path + "/proposals")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        var fix = unpriced["blockers"]![0]!["fix"]!;
        fix["body"]!["lines"]!
            .AsArray()
            .Select(x => (string?)(x!["text"] ?? x["productId"]))
            .Should()
            .Equal([product, "Что-нибудь", bare], "the fix replaces nothing but what is missing");
        fix["fill"]!
            .AsArray()
            .Select(x => (string)x!["pointer"]!)
            .Should()
            .Equal("/body/lines/1/amount", "/body/lines/2/amount");
        (
            await host.Api.Post(
                sale.Path + "/interest",
                new
                {
                    lines = new object[]
                    {
                        new { productId = product, quantity = 2 },
                        new { productId = product },
                        new
                        {
                            text = "Сборка",
                            unit = "усл",
                            quantity = 3,
                            amount = Sale.Rub("100.00"),
                        },
                        new { productId = bare, amount = Sale.Rub("30.00") },
                    },
                }
            )
        ).Must(200);
        var drafted = (await host.Api.Post(sale.Path + "/proposals", body)).Must(201);
        Each(drafted, "price").Should().Equal("70.00", "70.00", "33.333333", "30.00");
        drafted["lines"]!
            .AsArray()
            .Select(x => ((string?)x!["name"], (decimal)x["quantity"]!, (string?)x["unit"]))
            .Should()
            .Equal(("Шкаф", 2m, "шт"), ("Шкаф", 1m, "шт"), ("Сборка", 3m, "усл"), ("Без цены", 1m, null));
        Each(drafted, "amount").Should().Equal("126.00", "63.00", "90.00", "27.00");
        ((string?)drafted["total"]!["amount"]).Should().Be("343.80");
        (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    fromInterest = true,
                    validUntil = ValidUntil,
                    lines = new[] { new { productId = product, quantity = 1 } },
                }
            )
        ).Must(422);
        (await host.Api.Post(sale.Path + "/proposals", new { validUntil = ValidUntil })).Must(422);
    }

    [Fact]
    public async Task What_was_asked_for_when_it_was_read_is_no_document_once_it_is_another()
    {
        for (var round = 0; round < 16; round++)
        {
            var noun = round % 2 == 0 ? "proposals" : "orders";
            object Asked(string amount) => new { lines = new[] { new { text = "Сборка", amount = Sale.Rub(amount) } } };
            var sale = await Sale.Open(host.Api);
            (await host.Api.Post(sale.Path + "/interest", Asked("100.00"))).Must(200);
            var change = Task.Run(() => host.Api.Post(sale.Path + "/interest", Asked("200.00")));
            var made = await Task.Run(() =>
                host.Api.Post(
                    $"{sale.Path}/{noun}",
                    noun == "orders"
                        ? (object)new { fromInterest = true }
                        : new { fromInterest = true, validUntil = ValidUntil }
                )
            );
            (await change).Must(200);
            if (made.Status == 503)
            {
                (made.Code, made.Headers["Retry-After"]).Should().Be(("resource.busy", "1"));
                (await host.Api.Get($"{sale.Path}/{noun}")).Must(200)["items"]!.AsArray().Should().BeEmpty();
                continue;
            }

            var events = (await host.Api.Get(sale.Path + "/history?limit=200")).Must(200)["items"]!
                .AsArray()
                .OrderBy(x => (long)x!["sequence"]!)
                .Select(x => (string)x!["type"]!)
                .ToList();
            var changed =
                events.LastIndexOf("interest_changed")
                < events.FindIndex(x => x is "proposal_drafted" or "order_placed");
            ((string?)made.Must(201)["total"]!["amount"])
                .Should()
                .Be(changed ? "200.00" : "100.00", string.Join(", ", events));
        }
    }
}
