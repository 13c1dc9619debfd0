using System.Text.Json.Nodes;
using Crm.Domain.Access;

namespace Crm.Api.Tests.Access;

/// <summary>Users edit their own profile; what they did not choose follows the company.</summary>
[Collection(HostCollection.Name)]
public sealed class ProfileTests(TestHost host)
{
    private const string Path = "/me/profile";

    [Fact]
    public async Task A_new_user_follows_the_company_and_has_the_default_notices()
    {
        var (_, api) = await User();
        var settings = (await host.Api.Get("/settings")).Must(200);
        var profile = (await api.Get(Path)).Must(200);
        ((string)profile["timeZone"]!).Should().Be((string)settings["timeZone"]!);
        ((string)profile["language"]!).Should().Be((string)settings["languages"]![0]!);
        profile["inherited"]!.AsArray().Select(x => (string)x!).Should().Equal("timeZone", "language");
        profile["workingHours"].Should().BeNull();
        profile["notifications"]!
            .AsObject()
            .Select(x => (x.Key, (bool)x.Value!["popUp"]!, (string)x.Value["email"]!))
            .Should()
            .Equal(
                ("reminder", true, "none"),
                ("assignment", true, "none"),
                ("mention", true, "none"),
                ("completionRefused", true, "none"),
                ("stageEntered", true, "none"),
                ("stale", true, "dailyDigest"),
                ("neglected", true, "dailyDigest"),
                ("absence", true, "none")
            );
    }

    [Fact]
    public async Task A_user_changes_what_is_given_and_the_history_of_the_user_shows_it()
    {
        var (id, api) = await User();
        var changed = await api.Patch(
            Path,
            """
            {"timeZone":"Asia/Yekaterinburg","language":"en","phone":"+7 343 000-00-00",
            "workingHours":{"weekDays":["tuesday","monday","monday"],"from":"09:00","to":"17:30"},
            "notifications":{"reminder":{"email":"atOnce"},"stale":{"popUp":false,"email":"none"}}}
            """
        );
        changed.Must(200);
        var now = (await api.Get(Path)).Must(200);
        now.Text.Should().Be(changed.Text);
        now.ETag.Should().Be(changed.ETag);
        ((string)now["timeZone"]!, (string)now["language"]!, (string)now["phone"]!)
            .Should()
            .Be(("Asia/Yekaterinburg", "en", "+7 343 000-00-00"));
        now["inherited"]!.AsArray().Should().BeEmpty();
        now["workingHours"]!
            .ToJsonString()
            .Should()
            .Be("""{"weekDays":["monday","tuesday"],"from":"09:00","to":"17:30"}""");
        Notice(now, "reminder").Should().Be((true, "atOnce"));
        Notice(now, "stale").Should().Be((false, "none"));
        ((string)(await host.Api.Get("/users/" + id)).Must(200)["phone"]!).Should().Be("+7 343 000-00-00");

        (await api.Patch(Path, """{"timeZone":"Asia/Yekaterinburg","notifications":{"reminder":{}}}""")).Must(200);
        var reset = (
            await api.Patch(
                Path,
                """{"timeZone":null,"language":null,"workingHours":null,"phone":null,"notifications":{"stale":null}}"""
            )
        ).Must(200);
        Notice(reset, "reminder").Should().Be((true, "atOnce"), "an omitted kind stays");
        Notice(reset, "stale").Should().Be((true, "dailyDigest"));
        reset["inherited"]!.AsArray().Should().HaveCount(2);
        Notice((await api.Patch(Path, """{"notifications":null}""")).Must(200), "reminder").Should().Be((true, "none"));

        var history = (await host.Api.Get($"/users/{id}/history?limit=200")).Must(200)["items"]!.AsArray();
        history
            .Select(x => (string)x!["type"]!)
            .Skip(2)
            .Should()
            .Equal(
                "user_time_zone_changed",
                "user_language_changed",
                "user_working_hours_changed",
                "user_notifications_changed",
                "user_phone_changed",
                "user_time_zone_changed",
                "user_language_changed",
                "user_working_hours_changed",
                "user_notifications_changed",
                "user_phone_changed",
                "user_notifications_changed"
            );
        Changes(history[2]!).Should().Equal(("timeZone", null, "\"Asia/Yekaterinburg\""));
        Changes(history[3]!).Should().Equal(("language", null, "\"en\""));
        Changes(history[5]!)
            .Should()
            .Contain(("notifications.stale.popUp", null, "false"))
            .And.Contain(("notifications.reminder.email", null, "\"atOnce\""));
        ((string)history[2]!["actor"]!["id"]!).Should().Be(id);
    }

    [Fact]
    public async Task The_profile_follows_the_company_until_the_user_chooses()
    {
        await using var app = await CrmApp.Start();
        var administrator = await app.As();
        (
            await administrator.Patch("/settings", new { timeZone = "Asia/Tokyo", languages = new[] { "en", "ru" } })
        ).Must(200);
        var id = (await administrator.Post("/users", new { name = "Анна" })).Must(201).Id;
        var api = await app.AsUser(Guid.Parse(id));
        var before = (await api.Get(Path)).Must(200);
        ((string)before["timeZone"]!, (string)before["language"]!).Should().Be(("Asia/Tokyo", "en"));
        (await api.Patch(Path, new { timeZone = "Europe/Moscow" })).Must(200);
        (await administrator.Patch("/settings", new { timeZone = "Asia/Omsk" })).Must(200);
        ((string)(await api.Get(Path)).Must(200)["timeZone"]!).Should().Be("Europe/Moscow");
        (await api.Patch(Path, """{"timeZone":null}""")).Must(200);
        ((string)(await api.Get(Path)).Must(200)["timeZone"]!).Should().Be("Asia/Omsk");
    }

    [Theory]
    [InlineData("""{"timeZone":"Moscow"}""", "/timeZone", "time_zone.unknown")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "/timeZone", "time_zone.unknown")]
    [InlineData("""{"timeZone":""}""", "/timeZone", "time_zone.unknown")]
    [InlineData("""{"language":"de"}""", "/language", "member.invalid")]
    [InlineData(
        """{"workingHours":{"weekDays":[],"from":"09:00","to":"18:00"}}""",
        "/workingHours/weekDays",
        "member.empty"
    )]
    [InlineData(
        """{"workingHours":{"weekDays":["monday"],"from":"9","to":"18:00"}}""",
        "/workingHours/from",
        "time.invalid"
    )]
    [InlineData(
        """{"workingHours":{"weekDays":["monday"],"from":"18:00","to":"09:00"}}""",
        "/workingHours/to",
        "working_hours.order"
    )]
    [InlineData("""{"notifications":{"fax":{"popUp":true}}}""", "/notifications/fax", "notice.unknown")]
    [InlineData("""{"notifications":{"a/b":null}}""", "/notifications/a~1b", "notice.unknown")]
    [InlineData("""{"notifications":{"stale":{"email":"hourly"}}}""", "/notifications/stale/email", "member.invalid")]
    [InlineData("""{"name":"Мария"}""", "/name", "member.unknown")]
    [InlineData("""{"roles":["administrator"]}""", "/roles", "member.unknown")]
    public async Task A_bad_value_is_refused_and_changes_nothing(string body, string pointer, string code)
    {
        var (_, api) = await User();
        var before = (await api.Get(Path)).Must(200);
        var refused = (await api.Patch(Path, body)).Must(422);
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be((pointer, code));
        (await api.Get(Path)).Must(200).Text.Should().Be(before.Text);
    }

    [Fact]
    public async Task A_patch_needs_the_version_a_scope_to_write_and_a_user()
    {
        var (id, api) = await User();
        var tag = (await api.Get(Path)).Must(200).ETag!;
        (await api.Send(HttpMethod.Patch, Path, """{"language":"en"}""", [])).Must(428);
        (await api.Patch(Path, """{"language":"en"}""", tag)).Must(200);
        (await api.Patch(Path, """{"language":"ru"}""", tag)).Must(412);
        var reader = await host.App.AsUser(Guid.Parse(id), Scope.Read);
        (await reader.Get(Path)).Must(200);
        var refused = (await reader.Patch(Path, """{"language":"ru"}""")).Must(403);
        ((string)refused["missing"]!).Should().Be("profile.write");
        (await host.App.Anonymous().Get(Path)).Must(401);
        var key = (await host.Api.Post("/api-keys", new { name = "Обмен", scopes = new[] { "read", "write" } })).Must(
            201
        );
        var integration = new Testing.Api(host.App.Host.Server.CreateClient(), (string)key["secret"]!);
        (await integration.Get(Path)).Must(404).Code.Should().Be("user.not_found");
    }

    private async Task<(string Id, Testing.Api Api)> User()
    {
        var id = (await host.Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        return (id, await host.App.AsUser(Guid.Parse(id)));
    }

    private static (bool, string) Notice(Answer profile, string kind) =>
        ((bool)profile["notifications"]![kind]!["popUp"]!, (string)profile["notifications"]![kind]!["email"]!);

    private static IEnumerable<(string, string?, string?)> Changes(JsonNode change) =>
        change["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, x["before"]?.ToJsonString(), x["after"]?.ToJsonString()));
}
