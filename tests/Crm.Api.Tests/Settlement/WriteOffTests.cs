using Crm.Api.Tests.Conventions;
using Crm.Domain.Access;
using static Crm.Api.Tests.Settlement.WriteOffSales;

namespace Crm.Api.Tests.Settlement;

/// <summary>Small debts are written off over HTTP: who may, once per idempotency key, visible in balance and history.</summary>
[Collection(WriteOffCollection.Name)]
public sealed class WriteOffTests(TestHost host)
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Kopecks_that_the_client_owes_are_written_off_and_the_deal_is_won()
    {
        var sale = await api.Delivered("359.60");
        (await api.Post(sale.Path + "/close", new { outcome = "won" }))
            .Must(409)
            .Blockers.Should()
            .Contain("balance.client_owes");
        var off = (await api.WriteOff(sale, "0.40", "client")).Must(201);
        (off.Headers["Location"], (string?)off["side"], (string?)off["amount"]!["amount"], (string?)off["reason"])
            .Should()
            .Be(($"/api/v1{sale.Path}/write-offs/{off.Id}", "client", "0.40", "Копейки"));
        (await api.Get($"{sale.Path}/write-offs/{off.Id}")).Must(200).Text.Should().Be(off.Text);
        (await api.Get(sale.Path + "/write-offs")).Must(200)["items"]!
            .AsArray()
            .Single()!
            .ToJsonString()
            .Should()
            .Be(off.Json.ToJsonString());
        Sums(await api.Get(sale.Path + "/balance")).Should().Be(("0.40", "0.00", "0.00"));
        var domainEvent = (await api.Get(sale.Path + "/history?type=debt_written_off")).Must(200)["items"]!
            .AsArray()
            .Single()!;
        ((string?)domainEvent["comment"], (string?)domainEvent["command"]).Should().Be(("Копейки", "recordWriteOff"));
        domainEvent["changes"]!.AsArray().Select(x => (string)x!["field"]!).Should().Equal("writtenOff", "clientOwes");
        await sale.Complete();
        (await api.Post(sale.Path + "/close", new { outcome = "won" })).Must(200);
        Sums(await api.Get($"{sale.Path}/balance?asOf={Uri.EscapeDataString((string)sale.Before!)}"))
            .Should()
            .Be(("0.00", "0.40", "0.00"), "before the write-off there is a debt");
    }

    [Fact]
    public async Task Overpaid_kopecks_are_written_off_in_our_favour()
    {
        var sale = await api.Delivered("360.60");
        (await api.WriteOff(sale, "0.60", "us")).Must(201);
        Sums(await api.Get(sale.Path + "/balance")).Should().Be(("-0.60", "0.00", "0.00"));
        await sale.Complete();
        (await api.Post(sale.Path + "/close", new { outcome = "won" })).Must(200);
        (await api.WriteOff(sale, "0.60", "us")).Must(409).Code.Should().Be("deal.closed");
    }

    [Fact]
    public async Task Only_roles_with_the_permission_write_off()
    {
        var sale = await api.Delivered("350.00");
        foreach (var role in ShippedRoles.All)
        {
            var id = (await api.Post("/users", new { name = role.Code, roles = new[] { role.Code } })).Must(201).Id;
            // A participant sees the deal, so that only the permission is missing.
            (await api.Post(sale.Path + "/participants", new { userIds = new[] { id } })).Must(200);
            var answer = await api.WriteOff(sale, "0.01", "client", await app.AsUser(Guid.Parse(id)));
            if (role.Code is "director" or "accountant" or "administrator")
                answer.Must(201);
            else
                ((string?)answer.Must(403)["missing"]).Should().Be("debt.write-off", role.Code);
        }

        var writer = await app.As(Scope.Read, Scope.Write);
        ((string?)(await api.WriteOff(sale, "0.01", "client", writer)).Must(403)["missing"])
            .Should()
            .Be("debt.write-off", "an integration has no such right");
        var (head, chief) = await Head();
        (await api.Post(sale.Path + "/manager", new { userId = chief })).Must(200);
        (await api.WriteOff(sale, "0.01", "client", head)).Must(201);
    }

    [Fact]
    public async Task A_key_is_required_and_a_repeat_is_replayed_once()
    {
        var sale = await api.Delivered("359.00");
        (
            await api.Post(
                sale.Path + "/write-offs",
                new
                {
                    amount = Sale.Rub("0.10"),
                    side = "client",
                    reason = "Копейки",
                }
            )
        ).Must(400).Code.Should().Be("idempotency_key.required");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ =>
                    Task.Run(() =>
                        api.Post(
                            sale.Path + "/write-offs",
                            new
                            {
                                amount = Sale.Rub("0.10"),
                                side = "client",
                                reason = "Копейки",
                            },
                            key
                        )
                    )
                )
        );
        answers.Should().OnlyContain(x => x.Status == 201 || x.Status == 409);
        answers.Where(x => x.Status == 201).Select(x => x.Id).Distinct().Should().HaveCount(1);
        Sums(await api.Get(sale.Path + "/balance")).WrittenOff.Should().Be("0.10");
    }

    [Theory]
    [InlineData(
        """{"amount":{"amount":"0.00","currency":"RUB"},"side":"client","reason":"А"}""",
        "/amount/amount",
        "amount.not_positive"
    )]
    [InlineData(
        """{"amount":{"amount":"-1.00","currency":"RUB"},"side":"client","reason":"А"}""",
        "/amount/amount",
        "amount.not_positive"
    )]
    [InlineData(
        """{"amount":{"amount":"0.001","currency":"RUB"},"side":"client","reason":"А"}""",
        "/amount/amount",
        "amount.too_precise"
    )]
    [InlineData(
        """{"amount":{"amount":"9999999999999999999999999999999999999999","currency":"RUB"},"side":"client","reason":"А"}""",
        "/amount",
        "member.invalid"
    )]
    [InlineData(
        """{"amount":{"amount":"1.00","currency":"RUB"},"side":"both","reason":"А"}""",
        "/side",
        "member.invalid"
    )]
    [InlineData("""{"amount":{"amount":"1.00","currency":"RUB"},"side":1,"reason":"А"}""", "/side", "member.invalid")]
    [InlineData(
        """{"amount":{"amount":"1.00","currency":"RUB"},"side":"client","reason":" "}""",
        "/reason",
        "member.blank"
    )]
    [InlineData(
        """{"amount":{"amount":"1.00","currency":"RUB"},"side":"client","reason":"А","invoiceId":"x"}""",
        "/invoiceId",
        "member.unknown"
    )]
    public async Task A_faulty_member_is_named_and_nothing_is_written(string body, string pointer, string code)
    {
        var sale = await Sale.Open(api);
        (await api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("5.00") })).Must(201);
        var before = await Stored.Count(app);
        var refused = (await api.PostOnce(sale.Path + "/write-offs", body)).Must(422);
        ((string?)refused["errors"]![0]!["pointer"], (string?)refused["errors"]![0]!["code"])
            .Should()
            .Be((pointer, code));
        (await Stored.Count(app)).Should().Be(before);
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_says_the_same()
    {
        var sale = await api.Delivered("359.00");
        var before = await Stored.Count(app);
        var dry = (
            await api.Preview(
                "recordWriteOff",
                new { dealId = sale.Path.Split('/')[^1] },
                new
                {
                    amount = Sale.Rub("1.00"),
                    side = "client",
                    reason = "Копейки",
                }
            )
        ).Must(200);
        ((bool)dry["allowed"]!, (string?)dry["events"]![0]!["type"], (string?)dry["after"]!["amount"]!["amount"])
            .Should()
            .Be((true, "debt_written_off", "1.00"));
        var refused = (
            await api.Preview(
                "recordWriteOff",
                new { dealId = sale.Path.Split('/')[^1] },
                new
                {
                    amount = Sale.Rub("2.00"),
                    side = "client",
                    reason = "Копейки",
                }
            )
        ).Must(200);
        ((bool)refused["allowed"]!, (string?)refused["code"]).Should().Be((false, "write_off.exceeds_debt"));
        (await Stored.Count(app)).Should().Be(before);
    }

    private async Task<(Testing.Api Api, string Id)> Head()
    {
        var id = (await api.Post("/users", new { name = "Начальник", roles = new[] { "head-of-sales" } })).Must(201).Id;
        return (await app.AsUser(Guid.Parse(id)), id);
    }
}
