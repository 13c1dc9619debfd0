using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Settings;

/// <summary>A capability can be switched off unless something depends on it; the past stays.</summary>
public sealed class CapabilityTests
{
    [Fact]
    public async Task What_is_off_creates_nothing_says_how_to_switch_it_on_and_hides_nothing()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship();
        await sale.Pay();
        (
            await api.PostOnce(
                sale.Path + "/refunds",
                new
                {
                    amount = Sale.Rub("1.00"),
                    reason = "Скидка",
                    invoiceId = sale.InvoiceId,
                }
            )
        ).Must(201);
        (await api.Get("/reports/gross-profit")).Must(200)["capabilitiesOff"]!.AsArray().Should().BeEmpty();
        var version = (string)(await api.Get(sale.Path)).ETag!;

        (
            await api.Patch(
                "/settings",
                new { capabilities = new Dictionary<string, bool> { ["returns-and-refunds"] = false } }
            )
        ).Must(200);
        var refused = (
            await api.Send(
                HttpMethod.Post,
                sale.Path + "/refunds",
                new { amount = Sale.Rub("1.00"), reason = "Ещё" },
                [("Idempotency-Key", "r2"), ("Accept-Language", "ru")]
            )
        ).Must(409);
        (refused.Code, (string?)refused["title"], (string?)refused["blockers"]![0]!["subject"])
            .Should()
            .Be(("capability.off", "Возможность выключена", "capability:returns-and-refunds"));
        ((string?)refused["blockers"]![0]!["fix"]!["operationId"], (string?)refused["blockers"]![0]!["fix"]!["href"])
            .Should()
            .Be(("updateSettings", "/api/v1/settings"));
        (await api.PostOnce(sale.Path + "/returns", "{not even json"))
            .Must(409)
            .Code.Should()
            .Be("capability.off", "nothing is read before");
        (await api.Get(sale.Path)).ETag.Should().Be(version, "a refusal leaves nothing");
        (await api.Get(sale.Path + "/refunds")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        (await api.Get(sale.Path + "/history?type=refund_made")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        (await api.Get("/reports/gross-profit")).Must(200)["capabilitiesOff"]!
            .ToJsonString()
            .Should()
            .Be("""["returns-and-refunds"]""");
        (await api.Get("/reports/sales-funnel")).Must(200)["capabilitiesOff"]!.AsArray().Should().BeEmpty();

        (
            await api.Patch(
                "/settings",
                new { capabilities = new Dictionary<string, bool> { ["returns-and-refunds"] = true } }
            )
        ).Must(200);
        (
            await api.Send(
                HttpMethod.Post,
                sale.Path + "/refunds",
                new { amount = Sale.Rub("1.00"), reason = "Ещё" },
                [("Idempotency-Key", "r2")]
            )
        ).Must(201);
        (await api.Get("/settings/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => x!["changes"]![0]!.ToJsonString())
            .Should()
            .Equal(
                """{"field":"capabilities.returns-and-refunds","before":true,"after":false}""",
                """{"field":"capabilities.returns-and-refunds","before":false,"after":true}"""
            );
    }

    [Fact]
    public async Task What_was_done_before_is_answered_as_it_was()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship();
        await sale.Pay();
        var body = new
        {
            amount = Sale.Rub("1.00"),
            reason = "Скидка",
            invoiceId = sale.InvoiceId,
        };
        var first = (await Refund("first", body)).Must(201);
        (await Switch(api, "returns-and-refunds", false)).Must(200);

        var again = (await Refund("first", body)).Must(201);
        (again.Text, again.Headers["Location"], again.Headers["Idempotency-Replayed"])
            .Should()
            .Be((first.Text, first.Headers["Location"], "true"));
        (await Refund("first", body with { reason = "Другая" })).Must(422).Code.Should().Be("idempotency.key_reused");
        (await Refund("second", body)).Must(409).Code.Should().Be("capability.off");
        (await api.Get(sale.Path + "/refunds")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        app.Clock.Advance(TimeSpan.FromDays(8));
        (await Refund("first", body))
            .Must(409)
            .Code.Should()
            .Be("capability.off", "no answer lives longer than 7 days");

        Task<Answer> Refund(string key, object what) =>
            api.Post(sale.Path + "/refunds", what, ("Idempotency-Key", key));
    }

    [Fact]
    public async Task A_capability_that_a_kind_or_an_open_deal_needs_cannot_be_switched_off()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await Sale.Open(api);
        var refused = await Switch(api, "presentations", false);
        (refused.Must(409).Code, refused.Blockers.Length).Should().Be(("capability.in_use", 1));
        ((string?)refused["blockers"]![0]!["subject"], (string?)refused["blockers"]![0]!["actual"]!["text"])
            .Should()
            .Be(("deal-kind:standard-sale@1", "presentation-held; published, 1 open deals"));
        var dependency = await Switch(api, "deals", false);
        dependency.Must(409).Code.Should().Be("capability.dependency_unmet");
        dependency["blockers"]!
            .AsArray()
            .Select(x => (string)x!["subject"]!)
            .Should()
            .Equal(
                "capability:guided-process",
                "capability:presentations",
                "capability:proposals",
                "capability:orders-and-invoices"
            );

        // A later version without checks is in force: only the open deal still uses the first one.
        await Republish(api);
        refused = await Switch(api, "presentations", false);
        ((string?)refused.Must(409)["blockers"]![0]!["actual"]!["text"])
            .Should()
            .Be("presentation-held; not published, 1 open deals");
        (await api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Switch(api, "presentations", false)).Must(200);
        (await api.Post(sale.Path + "/presentations", new { heldAt = "2026-11-20T10:00:00Z", outcome = "Понравилось" }))
            .Must(409)
            .Code.Should()
            .Be("capability.off");
    }

    [Fact]
    public async Task With_all_off_nothing_can_be_opened_and_reports_say_so()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        await Republish(api);
        var off = new[]
        {
            "deals",
            "guided-process",
            "assignments",
            "interactions",
            "presentations",
            "proposals",
            "orders-and-invoices",
            "returns-and-refunds",
            "reminders",
        };
        (await api.Patch("/settings", new { capabilities = off.ToDictionary(x => x, _ => false) })).Must(200);
        (await api.Post("/deals", new { title = "Поставка" })).Must(409).Code.Should().Be("capability.off");
        (await api.Get("/deals")).Must(200);
        (await api.Get("/reports/sales-funnels")).Must(200)["capabilitiesOff"]!
            .ToJsonString()
            .Should()
            .Be("""["deals","guided-process"]""");
        (await api.Get("/reports/lost-reasons")).Must(200)["capabilitiesOff"]!
            .ToJsonString()
            .Should()
            .Be("""["deals"]""");
        (await api.Get("/settings/capabilities")).Must(200)["items"]!
            .AsArray()
            .Should()
            .OnlyContain(x => !(bool)x!["on"]!);
    }

    private static async Task<Answer> Switch(Testing.Api api, string capability, bool on) =>
        await api.Patch("/settings", new { capabilities = new Dictionary<string, bool> { [capability] = on } });

    /// <summary>Standard sale gets a second version, without stages.</summary>
    private static async Task Republish(Testing.Api api)
    {
        var kind = (await api.Get("/deal-kinds/standard-sale")).Must(200);
        (
            await api.Put(
                "/deal-kinds/standard-sale/draft",
                new
                {
                    title = new { ru = "Простая", en = "Plain" },
                    mode = "none",
                    gate = "balanced",
                },
                kind.ETag
            )
        ).Must(200);
        (await api.Post("/deal-kinds/standard-sale/publish", new { })).Must(200);
    }
}
