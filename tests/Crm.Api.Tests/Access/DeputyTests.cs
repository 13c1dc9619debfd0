using System.Globalization;

namespace Crm.Api.Tests.Access;

/// <summary>An absence hands the absent user's scope to the deputy, and ends with its last day in the company's time zone.</summary>
[Collection(HostCollection.Name)]
public sealed class DeputyTests(TestHost host)
{
    private Testing.Api Admin => host.Api;

    [Fact]
    public async Task A_deputy_sees_and_works_on_the_deals_of_an_absent_user_while_the_absence_lasts()
    {
        await using var app = await CrmApp.Start();
        // Eleven in the evening in Moscow.
        app.Clock.SetUtcNow(new(2026, 12, 1, 20, 0, 0, TimeSpan.Zero));
        var admin = await app.As();
        var (anna, boris) = (await User(admin, "sales-manager"), await User(admin, "sales-manager"));
        var (hers, his) = (await app.AsUser(Guid.Parse(anna)), await app.AsUser(Guid.Parse(boris)));
        var deal = "/deals/" + (await hers.Post("/deals", new { title = "Столы" })).Must(201).Id;
        (await his.Get(deal)).Must(404);

        var set = await Put(hers, "/me/absence", Days("2026-12-02", "2026-12-03", boris));
        ((bool)set.Must(200)["current"]!).Should().BeFalse();
        (await his.Get(deal)).Must(404);
        app.Clock.SetUtcNow(new(2026, 12, 1, 21, 1, 0, TimeSpan.Zero));
        ((bool)(await hers.Get("/me/absence")).Must(200)["current"]!).Should().BeTrue();
        (await his.Get(deal)).Must(200);
        Ids((await his.Get("/deals")).Must(200)).Should().Equal(deal["/deals/".Length..]);
        (await his.Patch(deal, new { title = "Столы и стулья" })).Must(200);
        ((string)(await his.Post(deal + "/close", Waived)).Must(403)["missing"]!)
            .Should()
            .Be("debt.waive", "the permissions are the deputy's own");
        (await hers.Get(deal)).Must(200);

        app.Clock.SetUtcNow(new(2026, 12, 3, 20, 59, 0, TimeSpan.Zero));
        (await his.Post(deal + "/comments", new { text = "Ещё сегодня" })).Must(201);
        app.Clock.SetUtcNow(new(2026, 12, 3, 21, 1, 0, TimeSpan.Zero));
        (await his.Get(deal)).Must(404);
        Ids((await his.Get("/deals")).Must(200)).Should().BeEmpty();
        ((bool)(await hers.Get("/me/absence")).Must(200)["current"]!).Should().BeFalse();
    }

    [Fact]
    public async Task The_inbox_says_who_acts_for_an_absent_assignee_and_changes_no_task()
    {
        var (absent, deputy) = (await User(Admin, "sales-manager"), await User(Admin, "sales-manager"));
        var (hers, his) = (await As(absent), await As(deputy));
        var task = (await hers.Post("/assignments", new { title = "Перезвонить", assignee = new { userId = absent } }))
            .Must(201)
            .Id;
        (await his.Get("/tasks?assignee=me")).Must(200)["items"]!.AsArray().Should().BeEmpty();

        (await Put(hers, "/me/absence", Days(Today(0), Today(3), deputy))).Must(200);

        var row = (await his.Get("/tasks?assignee=me")).Must(200)["items"]!.AsArray().Should().ContainSingle().Which!;
        ((string)row["id"]!, (string)row["assignee"]!["id"]!).Should().Be((task, absent));
        ((string)row["actingAssignee"]!["id"]!, (string)row["actingAssignee"]!["reason"]!)
            .Should()
            .Be((deputy, "absence"));
        (await his.Post($"/assignments/{task}/accept")).Must(200)["assignee"]!["id"]!.ToString().Should().Be(absent);
        (await his.Post($"/assignments/{task}/complete", new { result = "Перезвонил" })).Must(200);
        (await hers.Get($"/assignments/{task}")).Must(200)["assignee"]!["id"]!.ToString().Should().Be(absent);
    }

    [Fact]
    public async Task The_deputy_of_a_head_has_the_scope_of_the_team_at_once_and_loses_it_with_the_absence()
    {
        var (head, member) = (await User(Admin, "head-of-sales"), await User(Admin, "sales-manager"));
        var team = (await Admin.Post("/teams", new { name = "Север" })).Must(201).Id;
        foreach (var id in (string[])[head, member])
            (await Admin.Patch("/users/" + id, new { teamId = team })).Must(200);
        var (deputy, outsider) = (await User(Admin, "sales-manager"), await User(Admin, "sales-manager"));
        var deal = await Deal(member);
        var foreign = await Deal(outsider);
        var (its, his) = (await As(head), await As(deputy));
        (await his.Get(deal)).Must(404);
        (await Put(its, "/me/absence", Days(Today(0), Today(3), deputy))).Must(200);
        (await his.Get(deal)).Must(200);
        (await his.Get(foreign)).Must(404);
        (
            (string)
                (await his.Post(deal + "/tasks/" + Guid.NewGuid() + "/skip", new { reason = "Так" })).Must(403)[
                    "missing"
                ]!
        )
            .Should()
            .Be("task.skip");
        (await Delete(its, "/me/absence")).Must(200)["from"].Should().BeNull();
        (await his.Get(deal)).Must(404);
        (await Delete(its, "/me/absence")).Must(200);
    }

    [Fact]
    public async Task A_deputy_who_is_away_too_acts_for_nobody()
    {
        var (anna, boris, vera) = (
            await User(Admin, "sales-manager"),
            await User(Admin, "sales-manager"),
            await User(Admin, "sales-manager")
        );
        var (first, second) = (await Deal(anna), await Deal(boris));
        (await Put(await As(anna), "/me/absence", Days(Today(0), Today(9), boris))).Must(200);
        (await (await As(boris)).Get(first)).Must(200);
        (await Put(await As(boris), "/me/absence", Days(Today(0), Today(9), vera))).Must(200);
        (await (await As(boris)).Get(first)).Must(404);
        (await (await As(vera)).Get(second)).Must(200);
        (await (await As(vera)).Get(first)).Must(404);
        (await Delete(await As(boris), "/me/absence")).Must(200);
        (await (await As(boris)).Get(first)).Must(200);
        (await Admin.Patch("/users/" + boris, new { active = false })).Must(200);
        (await Admin.Get("/users/" + boris + "/absence")).Must(200);
    }

    [Fact]
    public async Task Users_are_managed_in_scope_and_their_history_shows_it()
    {
        var (own, outside) = (
            (await Admin.Post("/teams", new { name = "Наши" })).Must(201).Id,
            (await Admin.Post("/teams", new { name = "Чужие" })).Must(201).Id
        );
        var code = "r" + Guid.NewGuid().ToString("N")[..8];
        (
            await Admin.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "Кадры", en = "Staff" },
                    permissions = new[] { "users.manage", "users.read" },
                    scopes = new { deals = "team", clients = "own" },
                }
            )
        ).Must(201);
        var (clerk, mine, theirs) = (await User(Admin, code), await User(Admin, code), await User(Admin, code));
        foreach (var (id, team) in ((string, string)[])[(clerk, own), (mine, own), (theirs, outside)])
            (await Admin.Patch("/users/" + id, new { teamId = team })).Must(200);
        var director = await User(Admin, "director");
        (await Admin.Patch("/users/" + director, new { teamId = own })).Must(200);

        var api = await As(clerk);
        var path = $"/users/{mine}/absence";
        var set = (await Put(api, path, Days(Today(0), Today(3), theirs))).Must(200);
        ((string)set["deputyId"]!, (string)set["from"]!).Should().Be((theirs, Today(0)));
        (await api.Get(path)).Must(200).Text.Should().Be(set.Text);
        (await Delete(api, path)).Must(200);
        foreach (var id in (string[])[theirs, director])
        {
            (await Put(api, $"/users/{id}/absence", Days(Today(0), Today(3), clerk)))
                .Must(403)
                .Code.Should()
                .Be("permission.missing");
            (await Delete(api, $"/users/{id}/absence")).Must(403);
        }

        var plain = await As(await User(Admin, "sales-manager"));
        ((string)(await Put(plain, path, Days(Today(0), Today(3), null))).Must(403)["missing"]!)
            .Should()
            .Be("users.manage");
        (await Put(api, $"/users/{Guid.NewGuid()}/absence", Days(Today(0), Today(3), null), "*")).Must(404);
        var history = (await Admin.Get($"/users/{mine}/history")).Must(200)["items"]!.AsArray();
        history.Select(x => (string)x!["type"]!).TakeLast(2).Should().Equal("user_absence_set", "user_absence_removed");
        history[^2]!["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, (string?)x["before"], (string?)x["after"]))
            .Should()
            .Contain(("absence.deputy", null, theirs))
            .And.Contain(("absence.to", null, Today(3)));
        ((string)history[^2]!["actor"]!["id"]!).Should().Be(clerk);
    }

    [Fact]
    public async Task Bad_days_deputies_and_versions_are_refused()
    {
        var (id, gone) = (await User(Admin, "sales-manager"), await User(Admin, "sales-manager"));
        (await Admin.Patch("/users/" + gone, new { active = false })).Must(200);
        var api = await As(id);
        foreach (
            var (body, pointer, code) in ((object, string, string)[])
                [
                    (Days(Today(1), Today(0), null), "/to", "absence.order"),
                    (Days(Today(-3), Today(-1), null), "/to", "absence.past"),
                    (Days(Today(0), Today(366), null), "/to", "absence.too_long"),
                    (Days(Today(0), Today(1), id), "/deputyId", "deputy.oneself"),
                    (Days(Today(0), Today(1), gone), "/deputyId", "deputy.inactive"),
                    (Days(Today(0), Today(1), Guid.NewGuid().ToString()), "/deputyId", "user.not_found"),
                    (new { from = "soon", to = Today(1) }, "/from", "member.invalid"),
                    (new { from = Today(0) }, "/to", "member.required"),
                    (
                        new
                        {
                            from = Today(0),
                            to = Today(1),
                            reason = "Отпуск",
                        },
                        "/reason",
                        "member.unknown"
                    ),
                ]
        )
        {
            var refused = (await Put(api, "/me/absence", body)).Must(422);
            ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
                .Should()
                .Be((pointer, code));
        }

        (await api.Put("/me/absence", Days(Today(0), Today(1), null), null)).Must(428);
        var tag = (await api.Get("/me/absence")).Must(200).ETag!;
        (await Put(api, "/me/absence", Days(Today(0), Today(1), null), tag)).Must(200);
        (await Put(api, "/me/absence", Days(Today(0), Today(2), null), tag)).Must(412);
        (await Put(api, "/me/absence", Days(Today(0), Today(1), null))).Must(200);
        (await Admin.Get($"/users/{id}/history")).Must(200)["items"]!
            .AsArray()
            .Count(x => (string)x!["type"]! == "user_absence_set")
            .Should()
            .Be(1);
    }

    private static object Waived =>
        new
        {
            outcome = "lost",
            lostReason = "price",
            waiver = new { reason = "Так" },
        };

    private static object Days(string from, string to, string? deputyId) =>
        new
        {
            from,
            to,
            deputyId,
        };

    private static async Task<Answer> Put(Testing.Api api, string path, object body, string? ifMatch = null) =>
        await api.Put(path, body, ifMatch ?? (await api.Get(path)).ETag ?? "*");

    private static async Task<Answer> Delete(Testing.Api api, string path) =>
        await api.Send(HttpMethod.Delete, path, null, [("If-Match", "*")]);

    private static async Task<string> User(Testing.Api api, string role) =>
        (await api.Post("/users", new { name = "Анна", roles = new[] { role } })).Must(201).Id;

    private static IEnumerable<string> Ids(Answer page) => page["items"]!.AsArray().Select(x => (string)x!["id"]!);

    private Task<Testing.Api> As(string user) => host.App.AsUser(Guid.Parse(user));

    private async Task<string> Deal(string manager) =>
        "/deals/" + (await Admin.Post("/deals", new { title = "Столы", managerId = manager })).Must(201).Id;

    /// <summary>A day of the company, counted from today.</summary>
    private string Today(int days) =>
        DateOnly
            .FromDateTime(
                TimeZoneInfo
                    .ConvertTime(host.App.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"))
                    .DateTime
            )
            .AddDays(days)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
