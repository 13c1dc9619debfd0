using System.Text.Json.Nodes;
using Crm.Api.Tests.Conventions;
using Crm.Domain.Access;

namespace Crm.Api.Tests.Settlement;

/// <summary>A small debt is let go over HTTP: by whom it may be, within the debt and the limit, once per key, seen everywhere.</summary>
public sealed class WriteOffTests(TestHost host) : IClassFixture<TestHost>
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Kopecks_that_the_client_lacks_are_forgiven_and_the_deal_is_won()
    {
        var sale = await Delivered("359.60");
        (await api.Post(sale.Path + "/close", new { outcome = "won" }))
            .Must(409)
            .Blockers.Should()
            .Contain("balance.client_owes");
        var off = (await WriteOff(sale, "0.40", "client")).Must(201);
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
            .Be(("0.00", "0.40", "0.00"), "before it the debt stands");
    }

    [Fact]
    public async Task Kopecks_too_many_are_left_to_us()
    {
        var sale = await Delivered("360.60");
        (await WriteOff(sale, "0.60", "us")).Must(201);
        Sums(await api.Get(sale.Path + "/balance")).Should().Be(("-0.60", "0.00", "0.00"));
        await sale.Complete();
        (await api.Post(sale.Path + "/close", new { outcome = "won" })).Must(200);
        (await WriteOff(sale, "0.60", "us")).Must(409).Code.Should().Be("deal.closed");
    }

    [Fact]
    public async Task Beyond_the_debt_or_the_limit_it_is_refused_with_what_was_expected()
    {
        var sale = await Delivered("10.00");
        Blocker(await WriteOff(sale, "350.01", "client"))
            .Should()
            .Be(("write_off.exceeds_debt", "<= 350.00 RUB", "350.01 RUB", "getBalance"));
        Blocker(await WriteOff(sale, "0.01", "us"))
            .Should()
            .Be(("write_off.exceeds_debt", "<= 0.00 RUB", "0.01 RUB", "getBalance"));
        Blocker(await WriteOff(sale, "100.01", "client"))
            .Should()
            .Be(("write_off.exceeds_limit", "<= 100.00 RUB", "100.01 RUB", "recordPayment"));
        (await WriteOff(sale, "60.00", "client")).Must(201);
        Blocker(await WriteOff(sale, "40.01", "client"))
            .Should()
            .Be(
                ("write_off.exceeds_limit", "<= 100.00 RUB", "100.01 RUB", "recordPayment"),
                "many small ones do not make a large one"
            );
        (await WriteOff(sale, "40.00", "client")).Must(201);
    }

    [Fact]
    public async Task The_limit_is_a_setting_in_the_base_currency()
    {
        ((string?)(await api.Get("/settings"))["writeOffLimit"]!["amount"]).Should().Be("100.00");
        var wrong = (
            await api.Patch("/settings", new { writeOffLimit = new { amount = "-0.001", currency = "USD" } })
        ).Must(422);
        wrong["errors"]!
            .AsArray()
            .Select(x => (string)x!["pointer"]!)
            .Should()
            .Equal("/writeOffLimit/amount", "/writeOffLimit/amount", "/writeOffLimit/currency");
        (await api.Patch("/settings", new { writeOffLimit = Sale.Rub("0.50") })).Must(200);
        var sale = await Delivered("359.00");
        Blocker(await WriteOff(sale, "0.51", "client"))
            .Should()
            .Be(("write_off.exceeds_limit", "<= 0.50 RUB", "0.51 RUB", "recordPayment"));
        (await WriteOff(sale, "0.50", "client")).Must(201);
        (await api.Patch("/settings", new { baseCurrency = "USD" })).Must(422)["errors"]![0]!["pointer"]!
            .ToString()
            .Should()
            .Be("/writeOffLimit/currency", "a limit in the old currency would mean nothing");
        (await api.Patch("/settings", new { baseCurrency = "USD", writeOffLimit = (object?)null })).Must(200)[
            "writeOffLimit"
        ]!
            .ToJsonString()
            .Should()
            .Be("""{"amount":"100.00","currency":"USD"}""");
        Blocker(await WriteOff(sale, "0.10", "client"))
            .Should()
            .Be(
                ("exchange_rate.missing", "RUB/USD, valid on 2026-11-23 or before", "none", "setExchangeRate"),
                "without a rate a limit in dollars says nothing of roubles"
            );
        var limits = (await api.Get("/settings/history")).Must(200)["items"]!
            .AsArray()
            .Where(x => (string)x!["type"]! == "write_off_limit_changed")
            .ToArray();
        limits.Should().HaveCount(2);
        (await api.Patch("/settings", new { baseCurrency = (string?)null })).Must(200);
    }

    [Fact]
    public async Task In_another_currency_the_limit_is_converted_at_the_rate_of_the_day_which_the_document_states()
    {
        var own = await CrmApp.Start();
        await using var _ = own;
        var there = await own.As();
        var deal = (await there.Post("/deals", new { title = "Станок", kind = "simple" })).Must(201).Id;
        var money = (string amount) => new { amount, currency = "USD" };
        Task<Answer> Off(string amount, string? at = null) =>
            there.PostOnce(
                $"/deals/{deal}/write-offs",
                new
                {
                    amount = money(amount),
                    side = "us",
                    reason = "Комиссия банка",
                    happenedAt = at,
                }
            );
        (await there.PostOnce($"/deals/{deal}/payments", new { amount = money("10.00") })).Must(201);
        var before = await Stored.Count(own);
        var missing = (await Off("1.00")).Must(409);
        (missing.Code, (string?)missing["blockers"]![0]!["fix"]!["href"])
            .Should()
            .Be(("exchange_rate.missing", "/api/v1/exchange-rates"));
        (await Stored.Count(own)).Should().Be(before);

        (
            await there.Post(
                "/exchange-rates",
                new
                {
                    @base = "USD",
                    rate = "90.1234",
                    validOn = "2026-11-20",
                }
            )
        ).Must(200);
        (
            await there.Post(
                "/exchange-rates",
                new
                {
                    @base = "USD",
                    rate = "1.00",
                    validOn = "2026-11-24",
                }
            )
        ).Must(200);
        Blocker(await Off("1.11"))
            .Should()
            .Be(
                (
                    "write_off.exceeds_limit",
                    "<= 1.10 USD (100.00 RUB, USD/RUB 90.1234 of 2026-11-20)",
                    "1.11 USD",
                    "recordRefund"
                ),
                "tomorrow's rate is not today's"
            );
        var off = (await Off("1.10")).Must(201);
        off["limitRate"]!
            .ToJsonString()
            .Should()
            .Be("""{"base":"USD","quote":"RUB","validOn":"2026-11-20","rate":"90.1234"}""");
        (await there.Get($"/deals/{deal}/write-offs/{off.Id}")).Must(200).Text.Should().Be(off.Text);
        var domainEvent = (await there.Get($"/deals/{deal}/history?type=debt_written_off")).Must(200)["items"]![0]![
            "data"
        ]!["limitRate"]!;
        ((decimal)domainEvent["rate"]!, (string?)domainEvent["validOn"]).Should().Be((90.1234m, "2026-11-20"));
        // A correction: what was written off stays as it was judged, and what comes is judged by what is known now.
        (
            await there.Post(
                "/exchange-rates",
                new
                {
                    @base = "USD",
                    rate = "80",
                    validOn = "2026-11-20",
                }
            )
        ).Must(200);
        ((string?)(await Off("0.15")).Must(201)["limitRate"]!["rate"]).Should().Be("80");
        (await there.Get($"/deals/{deal}/write-offs/{off.Id}")).Must(200).Text.Should().Be(off.Text);
        var dry = (
            await there.Post(
                $"/deals/{deal}/write-offs?dryRun=true",
                new
                {
                    amount = money("0.01"),
                    side = "us",
                    reason = "Ещё",
                }
            )
        ).Must(200);
        ((bool)dry["allowed"]!, (string?)dry["code"]).Should().Be((false, "write_off.exceeds_limit"));
    }

    [Fact]
    public async Task Who_ships_with_the_permission_may_and_nobody_else()
    {
        var sale = await Delivered("350.00");
        foreach (var role in ShippedRoles.All)
        {
            var id = (await api.Post("/users", new { name = role.Code, roles = new[] { role.Code } })).Must(201).Id;
            // A participant sees the deal, so that it is the permission alone that he lacks.
            (await api.Post(sale.Path + "/participants", new { userIds = new[] { id } })).Must(200);
            var answer = await WriteOff(sale, "0.01", "client", await app.AsUser(Guid.Parse(id)));
            if (role.Code is "director" or "accountant" or "administrator")
                answer.Must(201);
            else
                ((string?)answer.Must(403)["missing"]).Should().Be("debt.write-off", role.Code);
        }

        var writer = await app.As(Scope.Read, Scope.Write);
        ((string?)(await WriteOff(sale, "0.01", "client", writer)).Must(403)["missing"])
            .Should()
            .Be("debt.write-off", "an integration has no such right");
        var (head, chief) = await Head();
        (await api.Post(sale.Path + "/manager", new { userId = chief })).Must(200);
        (await WriteOff(sale, "0.01", "client", head)).Must(201);
    }

    [Fact]
    public async Task A_key_is_required_and_a_repeat_is_replayed_once()
    {
        var sale = await Delivered("359.00");
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
    public async Task A_dry_run_writes_nothing_and_says_the_same()
    {
        var sale = await Delivered("359.00");
        var before = await Stored.Count(app);
        var dry = (
            await api.Post(
                sale.Path + "/write-offs?dryRun=true",
                new
                {
                    amount = Sale.Rub("1.00"),
                    side = "client",
                    reason = "Копейки",
                }
            )
        ).Must(200);
        (
            (bool)dry["allowed"]!,
            (string?)dry["facts"]![0]!["type"],
            (string?)dry["deal"]!["balance"]!["writtenOff"]!["amount"]
        )
            .Should()
            .Be((true, "debt_written_off", "1.00"));
        var refused = (
            await api.Post(
                sale.Path + "/write-offs?dryRun=true",
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

    /// <summary>Shipped for 360.00, and so much is paid.</summary>
    private async Task<DeliveredSale> Delivered(string paid)
    {
        var sale = await (await Sale.Open(api)).ToFulfilment();
        await sale.Ship();
        await sale.Pay(paid);
        return new DeliveredSale(sale, (string?)(await api.Get(sale.Path))["happenedAt"]);
    }

    private async Task<Answer> WriteOff(DeliveredSale sale, string amount, string side, Testing.Api? by = null) =>
        await (by ?? api).PostOnce(
            sale.Path + "/write-offs",
            new
            {
                amount = Sale.Rub(amount),
                side,
                reason = "Копейки",
            }
        );

    private static (string? Code, string? Expected, string? Actual, string? Fix) Blocker(Answer answer)
    {
        var blocker = answer.Must(409)["blockers"]!.AsArray()[0]!;
        return (
            (string?)blocker["code"],
            (string?)blocker["expected"],
            (string?)blocker["actual"],
            (string?)blocker["fix"]!["operationId"]
        );
    }

    private static (string? WrittenOff, string? ClientOwes, string? WeOwe) Sums(Answer balance)
    {
        string? Of(string name) => (string?)balance.Must(200)[name]!["amount"];
        return (Of("writtenOff"), Of("clientOwes"), Of("weOwe"));
    }

    private sealed record DeliveredSale(Sale Sale, string? Before)
    {
        public string Path => Sale.Path;

        public Task Complete() => Sale.Complete();
    }
}
