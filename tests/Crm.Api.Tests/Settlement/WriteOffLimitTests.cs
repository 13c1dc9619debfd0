using Crm.Api.Tests.Conventions;
using static Crm.Api.Tests.Settlement.WriteOffSales;

namespace Crm.Api.Tests.Settlement;

/// <summary>Write-offs stay within the debt and within the limit, which is a setting in the base currency.</summary>
[Collection(WriteOffCollection.Name)]
public sealed class WriteOffLimitTests(TestHost host)
{
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Beyond_the_debt_or_the_limit_it_is_refused_with_what_was_expected()
    {
        var sale = await api.Delivered("10.00");
        Blocker(await api.WriteOff(sale, "350.01", "client"))
            .Should()
            .Be(("write_off.exceeds_debt", "<= 350.00 RUB", "350.01 RUB", "getBalance"));
        Blocker(await api.WriteOff(sale, "0.01", "us"))
            .Should()
            .Be(("write_off.exceeds_debt", "<= 0.00 RUB", "0.01 RUB", "getBalance"));
        Blocker(await api.WriteOff(sale, "100.01", "client"))
            .Should()
            .Be(("write_off.exceeds_limit", "<= 100.00 RUB", "100.01 RUB", "recordPayment"));
        (await api.WriteOff(sale, "60.00", "client")).Must(201);
        Blocker(await api.WriteOff(sale, "40.01", "client"))
            .Should()
            .Be(
                ("write_off.exceeds_limit", "<= 100.00 RUB", "100.01 RUB", "recordPayment"),
                "many small ones do not make a large one"
            );
        (await api.WriteOff(sale, "40.00", "client")).Must(201);
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
        var sale = await api.Delivered("359.00");
        Blocker(await api.WriteOff(sale, "0.51", "client"))
            .Should()
            .Be(("write_off.exceeds_limit", "<= 0.50 RUB", "0.51 RUB", "recordPayment"));
        (await api.WriteOff(sale, "0.50", "client")).Must(201);
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
        Blocker(await api.WriteOff(sale, "0.10", "client"))
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
        // A correction: the recorded write-off keeps its rate, and later ones use the corrected rate.
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
            await there.Preview(
                "recordWriteOff",
                new { dealId = deal },
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
}
