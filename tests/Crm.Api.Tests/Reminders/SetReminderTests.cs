using System.Diagnostics;
using System.Text.Json.Nodes;
using static Crm.Api.Tests.Reminders.ReminderHost;

namespace Crm.Api.Tests.Reminders;

/// <summary>Reminders are set, previewed, read, changed, and refused with what would be right.</summary>
public sealed class SetReminderTests(ReminderHost host) : IClassFixture<ReminderHost>
{
    private const string Rule = "FREQ=WEEKLY;BYDAY=MO,TH";

    private static object Repeating(string repeat, string at = "2027-01-04T09:00:00Z", string? timeZone = null) =>
        new
        {
            text = "Планёрка",
            at,
            repeat,
            timeZone,
        };

    private static string[] Times(JsonNode answer) => [.. answer["occurrences"]!.AsArray().Select(at => (string)at!)];

    [Fact]
    public async Task A_reminder_at_a_time_is_read_back_with_its_history_in_both_languages()
    {
        var (id, api) = await host.User();
        var set = (
            await api.Post("/reminders", new { text = "Позвонить Анне", at = "2099-01-02T09:00:00+03:00" })
        ).Must(201);
        ((string)set["nextAt"]!).Should().Be("2099-01-02T06:00:00Z");
        ((string)set["userId"]!, (string)set["status"]!, (string)set["timeZone"]!)
            .Should()
            .Be((id, "scheduled", "Europe/Moscow"));
        Times(set.Json!).Should().Equal("2099-01-02T06:00:00Z");
        var read = (await api.Get("/reminders/" + set.Id)).Must(200);
        (read.Text, read.ETag).Should().Be((set.Text, set.ETag));
        var history = $"/reminders/{set.Id}/history";
        string Title(Answer page) => (string)page["items"]![0]!["title"]!;
        Title((await api.Get(history, ("Accept-Language", "en"))).Must(200)).Should().Be("Reminder set");
        Title((await api.Get(history, ("Accept-Language", "ru"))).Must(200)).Should().Be("Напоминание создано");
        (await api.Get("/reminders?userId=me"))["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task A_reminder_after_an_interval_counts_days_by_the_zone()
    {
        var (_, api) = await host.User();
        var set = (await api.Post("/reminders", new { text = "А", after = "P2DT3H" })).Must(201);
        ((DateTimeOffset)set["nextAt"]! - host.Now).Should().BeCloseTo(TimeSpan.FromHours(51), TimeSpan.FromSeconds(5));
        ((string?)set["repeat"]).Should().BeNull();
    }

    [Fact]
    public async Task The_preview_shows_the_next_ten_times_and_saves_nothing()
    {
        var (_, api) = await host.User();
        var preview = (await api.Preview("createReminder", new { }, Repeating(Rule, timeZone: "Europe/Moscow"))).Must(
            200
        );
        Times(preview["after"]!)
            .Should()
            .HaveCount(10)
            .And.StartWith(["2027-01-04T09:00:00Z", "2027-01-07T09:00:00Z", "2027-01-11T09:00:00Z"]);
        preview["events"]!.AsArray().Should().ContainSingle();
        (await api.Get("/reminders"))["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_rule_keeps_its_wall_clock_over_the_change_of_summer_time()
    {
        var (_, api) = await host.User();
        var set = (
            await api.Post(
                "/reminders",
                Repeating("FREQ=DAILY;UNTIL=20270329", "2027-03-27T08:00:00Z", "Europe/Berlin")
            )
        ).Must(201);
        Times(set.Json!).Should().Equal("2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z", "2027-03-29T07:00:00Z");
    }

    [Fact]
    public async Task Without_a_time_zone_it_goes_by_that_of_its_user()
    {
        var (_, api) = await host.User();
        (await api.Patch("/me/profile", new { timeZone = "Asia/Almaty" })).Must(200);
        var set = (await api.Post("/reminders", Repeating("FREQ=DAILY;UNTIL=20270104"))).Must(201);
        ((string)set["timeZone"]!).Should().Be("Asia/Almaty");
    }

    [Fact]
    public async Task A_rule_that_leaves_months_out_says_so()
    {
        var (_, api) = await host.User();
        var set = (
            await api.Post(
                "/reminders",
                Repeating("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31T09:00:00Z"),
                ("Accept-Language", "en")
            )
        ).Must(201);
        var warning = set["warnings"]!.AsArray().Should().ContainSingle().Which!;
        ((string)warning["code"]!, (string)warning["pointer"]!).Should().Be(("repeat.leaves_out", "/repeat"));
        ((string)warning["detail"]!).Should().Be("The rule leaves out: 2027-02, 2027-04, 2027-06, 2027-09");
        (await api.Post("/reminders", Repeating("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31T09:00:00Z"))).Must(201)[
            "warnings"
        ]!
            .AsArray()
            .Should()
            .BeEmpty();
    }

    /// <summary>Each of these keeps Ical.Net busy for seconds or for ever.</summary>
    [Theory]
    [InlineData("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31", "repeat.too_frequent")]
    [InlineData("FREQ=SECONDLY", "repeat.too_frequent")]
    [InlineData("FREQ=MINUTELY;INTERVAL=59", "repeat.too_frequent")]
    [InlineData("FREQ=YEARLY;BYDAY=MO,TU;BYHOUR=0,1;BYMINUTE=0,1;BYSECOND=0,1;BYSETPOS=-1", "repeat.too_frequent")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "repeat.never_occurs")]
    [InlineData("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "repeat.never_occurs")]
    [InlineData("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "repeat.never_occurs")]
    [InlineData("FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29", "repeat.never_occurs")]
    [InlineData("FREQ=DAILY;UNTIL=20200101", "repeat.never_occurs")]
    [InlineData("FREQ=DAILY;BYHOUR=9", "repeat.invalid")]
    [InlineData("FREQ=DAILY;COUNT=1;UNTIL=20270101", "repeat.invalid")]
    [InlineData("каждый день", "repeat.invalid")]
    public async Task A_rule_that_cannot_be_is_refused_at_once_with_its_pointer(string rule, string code)
    {
        var (_, api) = await host.User();
        var watch = Stopwatch.StartNew();
        var refused = (await api.Post("/reminders", Repeating(rule))).Must(422);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        Faults(refused).Should().Equal(("/repeat", code));
    }

    [Fact]
    public async Task Twenty_ninth_of_February_is_found_also_by_a_daily_rule()
    {
        var (_, api) = await host.User();
        Times((await api.Post("/reminders", Repeating("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29"))).Must(201).Json!)
            .Should()
            .StartWith(["2028-02-29T09:00:00Z", "2032-02-29T09:00:00Z"]);
    }

    public static TheoryData<string, string, string> Faulty =>
        new()
        {
            { "{\"at\":\"2099-01-01T00:00:00Z\"}", "/text", "member.required" },
            { "{\"text\":\" \",\"at\":\"2099-01-01T00:00:00Z\"}", "/text", "member.blank" },
            { "{\"text\":\"А\"}", "/at", "member.required" },
            { "{\"text\":\"А\",\"at\":\"2020-01-01T00:00:00Z\"}", "/at", "time.past" },
            { "{\"text\":\"А\",\"at\":\"2099-01-01T00:00:00Z\",\"after\":\"P1D\"}", "/after", "member.conflict" },
            { "{\"text\":\"А\",\"after\":\"tomorrow\"}", "/after", "duration.invalid" },
            { "{\"text\":\"А\",\"after\":\"PT0S\"}", "/after", "duration.invalid" },
            { "{\"text\":\"А\",\"after\":\"P11Y\"}", "/after", "duration.invalid" },
            { "{\"text\":\"А\",\"after\":\"P1D\",\"timeZone\":\"Mars/Base\"}", "/timeZone", "time_zone.unknown" },
            {
                "{\"text\":\"А\",\"after\":\"P1D\",\"dealId\":\"019aa2f4-1c00-7a10-8f3e-000000000000\"}",
                "/dealId",
                "deal.not_found"
            },
            {
                "{\"text\":\"А\",\"after\":\"P1D\",\"clientId\":\"019aa2f4-1c00-7a10-8f3e-000000000000\"}",
                "/clientId",
                "client.not_found"
            },
            {
                "{\"text\":\"А\",\"before\":{\"taskId\":\"019aa2f4-1c00-7a10-8f3e-000000000000\",\"interval\":\"P1D\"}}",
                "/dealId",
                "member.required"
            },
            { "{\"text\":\"А\",\"after\":\"P1D\",\"nextAt\":\"2099-01-01T00:00:00Z\"}", "/nextAt", "member.unknown" },
        };

    [Theory, MemberData(nameof(Faulty))]
    public async Task A_faulty_body_is_refused_with_its_pointer(string body, string pointer, string code)
    {
        var (_, api) = await host.User();
        Faults((await api.Post("/reminders", body)).Must(422)).Should().Equal((pointer, code));
    }

    [Fact]
    public async Task A_manager_reminds_no_colleague_and_a_head_those_in_scope()
    {
        var team = (await host.Admin.Post("/teams", new { name = "Отдел " + Guid.NewGuid() })).Must(201).Id;
        var (colleague, manager) = await host.User(team: team);
        var (_, head) = await host.User("head-of-sales", team);
        var (stranger, other) = await host.User();
        object For(string user) =>
            new
            {
                text = "Отчёт",
                after = "P1D",
                userId = user,
            };
        ((string)(await manager.Post("/reminders", For(stranger))).Must(403)["missing"]!)
            .Should()
            .Be("reminders.others");
        ((string)(await head.Post("/reminders", For(stranger))).Must(403)["missing"]!).Should().Be("reminders.others");
        var set = await Set(head, For(colleague));
        foreach (var api in (Testing.Api[])[manager, head])
            ((string)(await api.Get(set)).Must(200)["userId"]!).Should().Be(colleague);
        (await head.Get("/reminders?userId=" + colleague))["items"]!.AsArray().Should().ContainSingle();
        (await manager.Post(set + "/dismiss")).Must(200);
        (await other.Get(set)).Must(404);
    }

    [Fact]
    public async Task Nobody_is_reminded_who_may_not_have_reminders()
    {
        var (auditor, api) = await host.User("auditor");
        ((string)(await api.Post("/reminders", new { text = "А", after = "P1D" })).Must(403)["missing"]!)
            .Should()
            .Be("reminders.write");
        object For(string user) =>
            new
            {
                text = "А",
                after = "P1D",
                userId = user,
            };
        var refused = (await host.Admin.Post("/reminders", For(auditor))).Must(422);
        Faults(refused).Should().Equal(("/userId", "user.without_reminders"));
        var (left, _) = await host.User();
        (await host.Admin.Patch("/users/" + left, new { active = false })).Must(200);
        Faults((await host.Admin.Post("/reminders", For(left))).Must(422))
            .Should()
            .Equal(("/userId", "user.without_reminders"));
        Faults((await host.Admin.Post("/reminders", new { text = "А", after = "P1D" })).Must(422))
            .Should()
            .Equal(("/userId", "member.required"));
    }

    [Fact]
    public async Task The_subject_must_be_visible_to_the_user_and_to_the_caller()
    {
        var (seller, own) = await host.User();
        var (_, foreign) = await host.User();
        var deal = (await foreign.Post("/deals", new { title = "Чужая" })).Must(201).Id;
        object About(string? user) =>
            new
            {
                text = "А",
                after = "P1D",
                dealId = deal,
                userId = user,
            };
        Faults((await own.Post("/reminders", About(null))).Must(422)).Should().Equal(("/dealId", "deal.not_found"));
        Faults((await host.Admin.Post("/reminders", About(seller))).Must(422))
            .Should()
            .Equal(("/dealId", "subject.not_visible"));
        (await foreign.Post("/reminders", About(null))).Must(201);
        (await foreign.Post($"/deals/{deal}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        Faults((await foreign.Post("/reminders", About(null))).Must(422)).Should().Equal(("/dealId", "deal.closed"));
    }

    [Fact]
    public async Task Anothers_reminder_is_not_found_by_any_request()
    {
        var ((_, own), (_, other)) = (await host.User(), await host.User());
        var reminder = await In(own, "P1D");
        foreach (var path in (string[])["", "/history", "?asOf=2099-01-01T00:00:00Z"])
            (await other.Get(reminder + path)).Must(404).Code.Should().Be("reminder.not_found");
        foreach (var path in (string[])["/snooze", "/dismiss"])
            (await other.Post(reminder + path, path == "/snooze" ? new { @for = "PT5M" } : null)).Must(404);
        (await other.Patch(reminder, new { text = "Моё" }, "\"999-x\"")).Must(404);
        (await other.Get("/reminders"))["items"]!.AsArray().Should().BeEmpty();
        (await own.Get(reminder)).Must(200);
    }

    [Fact]
    public async Task A_patch_changes_text_and_time_and_a_stale_one_nothing()
    {
        var (_, api) = await host.User();
        var path = await In(api, "P1D");
        var before = await api.Get(path);
        var after = (await api.Patch(path, new { text = "Позже", at = "2099-05-05T05:05:05Z" }, before.ETag)).Must(200);
        ((string)after["text"]!, (string)after["nextAt"]!).Should().Be(("Позже", "2099-05-05T05:05:05Z"));
        (await api.Patch(path, new { text = "Ещё" }, before.ETag)).Must(412);
        (await EventsOf(api, path)).Should().Equal("reminder_text_changed", "reminder_timing_changed");
        Faults((await api.Patch(path, new { text = (string?)null })).Must(422))
            .Should()
            .Equal(("/text", "member.blank"));
        Faults((await api.Patch(path, new { at = (string?)null })).Must(422))
            .Should()
            .Equal(("/at", "member.required"));
        (
            (int)
                (await api.Patch(path, new { at = "2027-05-05T05:05:05Z", repeat = "FREQ=YEARLY" })).Must(200)[
                    "occurrences"
                ]!
                    .AsArray()
                    .Count
        )
            .Should()
            .Be(10);
    }

    [Fact]
    public async Task A_repeated_request_sets_one_reminder()
    {
        var (_, api) = await host.User();
        var (body, key) = (new { text = "А", after = "P1D" }, ("Idempotency-Key", "one"));
        var first = (await api.Post("/reminders", body, key)).Must(201);
        host.App.Clock.Advance(TimeSpan.FromMinutes(5));
        (await api.Post("/reminders", body, key)).Must(201).Text.Should().Be(first.Text);
        var id = Guid.CreateVersion7();
        var supplied = new
        {
            text = "Б",
            at = "2099-01-01T00:00:00Z",
            id,
        };
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.Post("/reminders", supplied)));
        made.Count(answer => answer.Status == 201).Should().Be(1);
        made.Should().OnlyContain(answer => answer.Status == 201 || answer.Status == 200);
        (await api.Get("/reminders"))["items"]!.AsArray().Should().HaveCount(2);
    }

    [Fact]
    public async Task Lists_filter_sort_and_page()
    {
        var (_, api) = await host.User();
        var deal = (await api.Post("/deals", new { title = "Список" })).Must(201).Id;
        foreach (var days in (int[])[3, 1, 2])
            await Set(
                api,
                new
                {
                    text = $"{days}",
                    after = $"P{days}D",
                    dealId = days == 2 ? deal : null,
                }
            );
        async Task<string> Texts(string query) =>
            string.Join(
                ',',
                (await api.Get("/reminders?" + query)).Must(200)["items"]!
                    .AsArray()
                    .Select(one => (string)one!["text"]!)
            );
        (await Texts("")).Should().Be("2,1,3");
        (await Texts("sort=nextAt")).Should().Be("1,2,3");
        (await Texts("dealId=" + deal)).Should().Be("2");
        (await Texts("status=due,done")).Should().Be("");
        var day = Uri.EscapeDataString(
            host.Now.AddDays(2.5).ToString("O", System.Globalization.CultureInfo.InvariantCulture)
        );
        (await Texts("sort=nextAt&nextAt.gte=" + day)).Should().Be("3");
        (await Texts("sort=nextAt&nextAt.lt=" + day)).Should().Be("1,2");
        var page = (await api.Get("/reminders?sort=nextAt&limit=2&count=true")).Must(200);
        ((int)page["total"]!).Should().Be(3);
        (await Texts($"sort=nextAt&limit=2&cursor={page["nextCursor"]}")).Should().Be("3");
        (await api.Get("/reminders?userId=anna")).Must(400);
        (await api.Get("/reminders?userId=" + Guid.CreateVersion7())).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    private static IEnumerable<(string, string)> Faults(Answer refused) =>
        refused["errors"]!.AsArray().Select(one => ((string)one!["pointer"]!, (string)one["code"]!));
}
