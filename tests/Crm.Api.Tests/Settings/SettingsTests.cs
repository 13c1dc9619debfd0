using System.Text.Json.Nodes;
using Crm.Domain.Access;

namespace Crm.Api.Tests.Settings;

/// <summary>
/// The one settings resource: unset values are as configured; each change is an event with its author; the running host applies it at
/// once.
/// </summary>
public sealed class SettingsTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start(settings: ("Company:BaseCurrency", "KZT"));
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Unset_settings_are_as_configured()
    {
        var settings = (await api.Get("/settings")).Must(200);
        ((string?)settings["baseCurrency"], (string?)settings["timeZone"], (int)settings["version"]!)
            .Should()
            .Be(("KZT", "Europe/Moscow", 0));
        ((string?)settings["numberSeries"]!["deals"]!["prefix"], (bool)settings["capabilities"]!["proposals"]!)
            .Should()
            .Be(("D-", true));
        (await api.Get("/settings/history")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (await api.Get("/settings", ("If-None-Match", settings.ETag!))).Must(304);
        var capabilities = (await api.Get("/settings/capabilities", ("Accept-Language", "ru"))).Must(200)[
            "items"
        ]!.AsArray();
        capabilities
            .Select(x => (string)x!["code"]!)
            .Should()
            .Equal(settings["capabilities"]!.AsObject().Select(x => x.Key));
        capabilities
            .Should()
            .OnlyContain(x => (bool)x!["on"]!)
            .And.Contain(x => (string?)x!["title"] == "Управляемый процесс");
    }

    [Fact]
    public async Task Each_change_is_an_event_with_its_author_and_the_past_stays_readable()
    {
        var user = Guid.Parse(
            (await api.Post("/users", new { name = "Ольга", roles = new[] { "administrator" } })).Must(201).Id
        );
        var olga = await app.AsUser(user, Scope.Read, Scope.Admin);
        var before = Wire(app.Clock.GetUtcNow());
        var changed = (
            await olga.Patch(
                "/settings",
                new
                {
                    company = new { name = "Ромашка", phone = "1" },
                    baseCurrency = "USD",
                    workingCalendar = new { holidays = new[] { "2027-01-01" } },
                }
            )
        ).Must(200);
        var between = Wire(app.Clock.GetUtcNow());
        changed.ETag.Should().StartWith("\"3-");
        var again = (
            await olga.Patch("/settings", new { company = new { phone = (string?)null }, baseCurrency = (string?)null })
        ).Must(200);
        ((string?)again["company"]!["name"], (string?)again["company"]!["phone"])
            .Should()
            .Be(("Ромашка", null), "absent keeps, null clears");
        ((string?)again["baseCurrency"]).Should().Be("KZT", "null puts back to the initial value");
        (await olga.Patch("/settings", new { timeZone = "Europe/Moscow" }))
            .Must(200)
            .ETag.Should()
            .Be(again.ETag, "what holds already is no event");

        var history = (await api.Get("/settings/history?limit=3", ("Accept-Language", "en"))).Must(200);
        history["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("company_profile_changed", "base_currency_changed", "working_calendar_changed");
        var currency = history["items"]![1]!;
        ((string?)currency["actor"]!["name"], (string?)currency["title"], (string?)currency["command"])
            .Should()
            .Be(("Ольга", "Base currency changed", "updateSettings"));
        currency["changes"]!.ToJsonString().Should().Be("""[{"field":"baseCurrency","before":"KZT","after":"USD"}]""");
        history["items"]![0]!["changes"]!
            .AsArray()
            .Select(x => (string)x!["field"]!)
            .Should()
            .Equal("company.name", "company.phone");
        (await api.Get($"/settings/history?limit=3&cursor={(string)history["nextCursor"]!}")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(2);

        ((string?)(await api.Get($"/settings?asOf={between}")).Must(200)["baseCurrency"]).Should().Be("USD");
        var then = (await api.Get($"/settings?asOf={before}")).Must(200);
        ((string?)then["baseCurrency"], (int)then["version"]!).Should().Be(("KZT", 0));
    }

    [Fact]
    public async Task Only_an_administrator_who_knows_the_present_state_changes_it()
    {
        var first = (await api.Get("/settings")).ETag!;
        (await (await app.As(Scope.Read, Scope.Write)).Patch("/settings", new { timeZone = "Asia/Tokyo" }, first)).Must(
            403
        );
        (await api.Send(HttpMethod.Patch, "/settings", new { timeZone = "Asia/Tokyo" }, []))
            .Must(428)
            .Code.Should()
            .Be("if_match.required");
        var both = await Task.WhenAll(
            api.Patch("/settings", new { timeZone = "Asia/Tokyo" }, first),
            api.Patch("/settings", new { timeZone = "Asia/Almaty" }, first)
        );
        both.Select(x => x.Status).Order().Should().Equal(200, 412);
        both.Single(x => x.Status == 412)["since"]!.AsArray().Should().ContainSingle().Which!["type"]!
            .ToString()
            .Should()
            .Be("time_zone_changed");
        var key = ("Idempotency-Key", "k1");
        var tag = ("If-Match", (await api.Get("/settings")).ETag!);
        var once = (await api.Send(HttpMethod.Patch, "/settings", new { languages = new[] { "en" } }, [key, tag])).Must(
            200
        );
        var replayed = (
            await api.Send(HttpMethod.Patch, "/settings", new { languages = new[] { "en" } }, [key, tag])
        ).Must(200);
        (replayed.Text, replayed.Headers.ContainsKey("Idempotency-Replayed")).Should().Be((once.Text, true));
    }

    [Fact]
    public async Task Texts_are_in_the_languages_that_the_company_uses()
    {
        async Task<string> Title(string? wanted) =>
            (string)
                (await api.Get("/nothing", wanted is null ? [] : [("Accept-Language", wanted)])).Must(404)["title"]!;
        ((await Title(null)), await Title("ru"), await Title("de, ru;q=0.5"))
            .Should()
            .Be(("No such route", "Нет такого адреса", "Нет такого адреса"));
        (await api.Patch("/settings", new { languages = new[] { "ru" } })).Must(200);
        ((await Title(null)), await Title("en"), await Title("de"))
            .Should()
            .Be(("Нет такого адреса", "Нет такого адреса", "Нет такого адреса"));
        (await api.Patch("/settings", new { languages = new[] { "en" } })).Must(200);
        (await Title("ru")).Should().Be("No such route");
    }

    [Fact]
    public async Task Tasks_are_due_by_the_company_calendar_at_the_time_they_are_raised()
    {
        // It is Monday, 23 November 2026.
        async Task<string> Due(Answer deal) =>
            (string)(await api.Get("/deals/" + deal.Id)).Must(200)["openTasks"]![0]!["dueAt"]!;
        var process = DealKinds.KindApi.Short();
        process["stages"]![0]!["tasks"]![0]!["due"] = new JsonObject { ["days"] = 2, ["working"] = true };
        var kind = await DealKinds.KindApi.Published(api, process);
        var before = await DealKinds.KindApi.Opened(api, kind);
        (await Due(before)).Should().Be("2026-11-25T20:59:59Z");
        (
            await api.Patch(
                "/settings",
                new
                {
                    workingCalendar = new
                    {
                        holidays = new[] { "2026-11-24" },
                        workingDates = new[] { "2026-11-28" },
                        weekDays = new[] { "monday", "tuesday", "wednesday" },
                    },
                }
            )
        ).Must(200);
        (await Due(await DealKinds.KindApi.Opened(api, kind)))
            .Should()
            .Be("2026-11-28T20:59:59Z", "Wednesday, and the Saturday that is worked");
        (await api.Patch("/settings", new { timeZone = "Asia/Tokyo" })).Must(200);
        (await Due(await DealKinds.KindApi.Opened(api, kind)))
            .Should()
            .Be("2026-11-28T14:59:59Z", "the day ends in the company's zone");
        (await Due(before)).Should().Be("2026-11-25T20:59:59Z", "what was raised stays due");
        (await api.Patch("/settings", new { timeZone = "localtime" })).Must(422);
    }

    [Fact]
    public async Task Numbers_follow_their_series()
    {
        (
            await api.Patch(
                "/settings",
                new
                {
                    numberSeries = new
                    {
                        deals = new { prefix = "S/", digits = 3 },
                        proposals = new { prefix = "KP", digits = 2 },
                    },
                }
            )
        ).Must(200);
        var sale = await (await (await Sale.Open(api)).Contacted()).Qualified();
        await sale.Proposed();
        var number = (string)(await api.Get(sale.Path))["number"]!;
        number.Should().MatchRegex("^S/[0-9]{3}$");
        ((string)(await api.Get("/proposals/" + sale.ProposalId))["number"]!).Should().Be("KP2026-01");
        (await api.Patch("/settings", new { numberSeries = new { proposals = new { perYear = false } } })).Must(200)[
            "numberSeries"
        ]!["proposals"]!
            .ToJsonString()
            .Should()
            .Be("""{"prefix":"KP","digits":2,"perYear":false}""");
        await (await (await (await Sale.Open(api)).Contacted()).Qualified()).Proposed();
        (await api.Get("/settings/history")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(3, "what stays as it ships is no event");
        (await api.Patch("/settings", new { numberSeries = new { deals = new { perYear = true } } })).Must(422)[
            "errors"
        ]![0]!["code"]!
            .ToString()
            .Should()
            .Be("number_series.not_per_year");
    }

    [Fact]
    public async Task A_deal_without_money_shows_zeros_in_the_base_currency_of_now_here_at_once_and_elsewhere_within_30_seconds()
    {
        await using var other = await CrmApp.Start(app.ConnectionString, settings: ("Company:BaseCurrency", "KZT"));
        var elsewhere = await other.As();
        var deal = (await api.PostOnce("/deals", new { title = "Поставка" })).Must(201);
        Currency(deal).Should().Be("KZT");
        foreach (var host in new[] { api, elsewhere })
            Currency(await host.Get("/deals/" + deal.Id)).Should().Be("KZT");
        var balance = (await api.Get($"/deals/{deal.Id}/balance")).Must(200);

        (await api.Patch("/settings", new { baseCurrency = "USD" })).Must(200);
        var read = (await api.Get("/deals/" + deal.Id, ("If-None-Match", deal.ETag!))).Must(200);
        Currency(read).Should().Be("USD");
        read.ETag!.Split('-')[0]
            .Should()
            .Be(deal.ETag!.Split('-')[0], "the currency is in another stream: n does not move");
        (await api.Get($"/deals/{deal.Id}/balance", ("If-None-Match", balance.ETag!)))
            .Must(200)
            .Text.Should()
            .Contain("USD");
        (await api.Get("/deals")).Text.Should().Contain("USD").And.NotContain("KZT");
        ((string?)(await api.Get("/reports/gross-profit"))["total"]!["revenue"]!["currency"]).Should().Be("USD");

        other.Clock.Advance(TimeSpan.FromSeconds(30));
        Currency(await elsewhere.Get("/deals/" + deal.Id)).Should().Be("USD");
    }

    private static string Currency(Answer deal) => (string)deal["balance"]!["ordered"]!["currency"]!;

    private static string Wire(DateTimeOffset at) => Uri.EscapeDataString(Crm.Api.Json.Wire.Text(at));
}
