using System.Globalization;
using Crm.Domain.Catalog;

namespace Crm.Api.Tests.Catalog;

/// <summary>Sources and lost reasons: edited, ordered, retired and restored with history.</summary>
[Collection(HostCollection.Name)]
public sealed class SourcesTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    public static TheoryData<string, string> Catalogues =>
        new() { { "/sources", "source" }, { "/lost-reasons", "lost_reason" } };

    [Theory, MemberData(nameof(Catalogues))]
    public async Task An_item_is_edited_with_its_version_and_every_change_is_in_its_history(string noun, string stream)
    {
        var (_, path) = await Made(noun);
        var then = Now();
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var edited = await Api.Patch(path, new { titles = new { ru = "Ярмарка", en = "Fair" }, position = 7 });
        edited.Must(200)["titles"]!["en"]!.GetValue<string>().Should().Be("Fair");
        ((int)edited["position"]!).Should().Be(7);
        ((int)edited["version"]!).Should().Be(3);
        ((string)(await Api.Get(path, ("Accept-Language", "en"))).Must(200)["title"]!).Should().Be("Fair");
        (await Api.Patch(path, new { title = "Новая" })).Must(200)["titles"]!["en"]!
            .GetValue<string>()
            .Should()
            .Be("Новая", "one title is for all languages");
        (await Api.Post(path + "/retire")).Must(200)["retired"]!.GetValue<bool>().Should().BeTrue();
        (await Api.Post(path + "/retire")).Must(200);
        (await Api.Post(path + "/restore")).Must(200)["retired"]!.GetValue<bool>().Should().BeFalse();
        var history = (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray();
        history
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal(
                stream + "_added",
                stream + "_retitled",
                stream + "_position_changed",
                stream + "_retitled",
                stream + "_retired",
                stream + "_restored"
            );
        history[2]!["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, (int?)x["before"], (int?)x["after"]))
            .Should()
            .Equal(("position", null, 7));
        ((string)(await Api.Get($"{path}?asOf={then}")).Must(200)["title"]!).Should().Be("Прежнее");
        (await Api.Get($"{path}/history?asOf={then}")).Must(200)["items"]!.AsArray().Should().HaveCount(1);
        (await Api.Get($"{noun}/{Guid.NewGuid()}/history")).Must(404).Code.Should().Be(stream + ".not_found");
    }

    [Theory, MemberData(nameof(Catalogues))]
    public async Task A_bad_or_late_edit_is_refused_and_changes_nothing(string noun, string stream)
    {
        var (_, path) = await Made(noun);
        var tag = (await Api.Get(path)).Must(200).ETag!;
        foreach (
            var (body, pointer, code) in ((string, string, string)[])
                [
                    ("""{"position":0}""", "/position", "position.out_of_range"),
                    ("""{"position":1000001}""", "/position", "position.out_of_range"),
                    ("""{"position":"1"}""", "/position", "member.invalid"),
                    ("""{"title":null}""", "/title", "member.null"),
                    ("""{"title":" "}""", "/title", "member.blank"),
                    ("""{"titles":null}""", "/titles", "member.null"),
                    ("""{"titles":{"ru":"А"}}""", "/titles/en", "member.required"),
                    ("""{"title":"А","titles":{"ru":"А","en":"A"}}""", "/titles", "member.conflict"),
                    ("""{"code":"other"}""", "/code", "member.unknown"),
                    ("""{"retired":true}""", "/retired", "member.unknown"),
                ]
        )
        {
            var refused = (await Api.Patch(path, body)).Must(422);
            ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
                .Should()
                .Be((pointer, code));
        }

        (await Api.Send(HttpMethod.Patch, path, new { title = "А" }, [])).Must(428);
        (await Api.Patch(path, new { title = "Новое" }, tag)).Must(200);
        (await Api.Patch(path, new { title = "Другое" }, tag)).Must(412).Code.Should().Be("version.stale");
        (await Api.Post(path + "/retire", null, ("If-Match", tag))).Must(412);
        (await Api.Post($"{noun}/{Guid.NewGuid()}/retire")).Must(404).Code.Should().Be(stream + ".not_found");
        (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray().Should().HaveCount(2);
    }

    [Theory, InlineData("/sources"), InlineData("/lost-reasons")]
    public async Task A_list_is_in_the_order_of_positions_and_pages_through_it(string noun)
    {
        var (first, path) = await Made(noun);
        var (second, other) = await Made(noun);
        var (last, _) = await Made(noun);
        (await Api.Patch(path, new { position = 900_001 })).Must(200);
        (await Api.Patch(other, new { position = 900_000 })).Must(200);
        (await Ordered()).Should().Equal(second, first, last);
        (await Api.Patch(path, new { position = 899_999 })).Must(200);
        (await Ordered()).Should().Equal(first, second, last);
        (await Api.Post(path + "/retire")).Must(200);
        (await Listed("retired=false")).Should().Contain(second).And.NotContain(first);
        (await Listed("retired=true")).Should().Contain(first).And.NotContain(second);
        (await Api.Get(noun + "?retired=maybe")).Must(400);

        async Task<IEnumerable<string>> Ordered() =>
            (await Listed("limit=2")).Where(x => x == first || x == second || x == last);

        async Task<List<string>> Listed(string query)
        {
            List<string> ids = [];
            string? cursor = null;
            do
            {
                var page = (await Api.Get($"{noun}?{query}{(cursor is null ? "" : "&cursor=" + cursor)}")).Must(200);
                ids.AddRange(page["items"]!.AsArray().Select(x => (string)x!["id"]!));
                cursor = (string?)page["nextCursor"];
            } while (cursor is not null);
            return ids;
        }
    }

    [Fact]
    public async Task A_retired_source_stays_on_its_deal_and_is_given_to_no_other()
    {
        var (id, path) = await Made("/sources");
        var code = (string)(await Api.Get(path)).Must(200)["code"]!;
        var deal = "/deals/" + (await Api.Post("/deals", new { title = "Столы", source = code })).Must(201).Id;
        var other = "/deals/" + (await Api.Post("/deals", new { title = "Стулья" })).Must(201).Id;
        var (key, opening) = (("Idempotency-Key", Guid.NewGuid().ToString()), new { title = "Шкафы", source = code });
        var opened = (await Api.Post("/deals", opening, key)).Must(201);
        (await Api.Post(path + "/retire")).Must(200);

        foreach (var given in (string[])[code, id])
        {
            Retired(await Api.Post("/deals", new { title = "Полки", source = given }));
            Retired(await Api.Patch(other, new { source = given }));
        }

        ((string)(await Api.Patch(deal, new { source = code, title = "Столы и стулья" })).Must(200)["source"]!["code"]!)
            .Should()
            .Be(code, "the deal has it already");
        (await Api.Post("/deals", opening, key))
            .Must(201)
            .Id.Should()
            .Be(opened.Id, "a repetition is not judged again");
        ((int)(await Api.Get($"/deals?source={code}&count=true")).Must(200)["total"]!).Should().Be(2);
        (await Api.Post(path + "/restore")).Must(200);
        (await Api.Patch(other, new { source = code })).Must(200);

        static void Retired(Answer refused)
        {
            refused.Must(422);
            ((string)refused["errors"]![0]!["code"]!).Should().Be("source.retired");
            ((string)refused["errors"]![0]!["pointer"]!).Should().Be("/source");
            ((string)refused["errors"]![0]!["detail"]!).Should().Contain("/restore");
        }
    }

    [Fact]
    public async Task A_retired_lost_reason_stays_on_its_deals_and_in_reports_and_closes_no_other()
    {
        var (_, path) = await Made("/lost-reasons");
        var code = (string)(await Api.Get(path)).Must(200)["code"]!;
        var lost = "/deals/" + (await Api.Post("/deals", new { title = "Столы" })).Must(201).Id;
        var open = "/deals/" + (await Api.Post("/deals", new { title = "Стулья" })).Must(201).Id;
        var closed = (await Api.Post(lost + "/close", new { outcome = "lost", lostReason = code })).Must(200);
        (await Api.Post(path + "/retire")).Must(200);

        var refused = (await Api.Post(open + "/close", new { outcome = "lost", lostReason = code })).Must(422);
        ((string)refused["errors"]![0]!["code"]!).Should().Be("lost_reason.retired");
        ((string)refused["errors"]![0]!["pointer"]!).Should().Be("/lostReason");
        (await Api.Post(lost + "/close", new { outcome = "lost", lostReason = code })).Must(200);
        ((string)(await Api.Get(lost)).Must(200)["closing"]!["reasonTitle"]!).Should().Be("Прежнее");
        var report = await Api.Get(
            "/reports/lost-reasons?by=reason",
            ("Crm-Min-Position", closed.Headers["Crm-Position"])
        );
        report.Must(200)["items"]!.AsArray().Single(x => (string?)x!["key"] == code)!["title"]!
            .GetValue<string>()
            .Should()
            .Be("Прежнее");
    }

    [Fact]
    public async Task A_frozen_answer_keeps_the_titles_of_its_instant()
    {
        var (_, source) = await Made("/sources");
        var (_, reason) = await Made("/lost-reasons");
        var deal =
            "/deals/"
            + (
                await Api.Post(
                    "/deals",
                    new { title = "Столы", source = (string)(await Api.Get(source)).Must(200)["code"]! }
                )
            )
                .Must(201)
                .Id;
        var code = (string)(await Api.Get(reason)).Must(200)["code"]!;
        (await Api.Post(deal + "/close", new { outcome = "lost", lostReason = code })).Must(200);
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = Now();
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var frozen = (await Api.Get($"{deal}?asOf={now}&knownAt={now}")).Must(200).Text;
        frozen.Should().Contain("Прежнее");

        (await Api.Patch(source, new { title = "Новое" })).Must(200);
        (await Api.Patch(reason, new { title = "Новое" })).Must(200);

        (await Api.Get($"{deal}?asOf={now}&knownAt={now}")).Must(200).Text.Should().Be(frozen);
        var present = (await Api.Get(deal)).Must(200);
        ((string)present["source"]!["title"]!, (string)present["closing"]!["reasonTitle"]!)
            .Should()
            .Be(("Новое", "Новое"));
    }

    [Fact]
    public async Task The_shipped_sources_are_listed_in_their_order_and_in_the_language_of_the_reader()
    {
        var listed = (await Api.Get("/sources?limit=200", ("Accept-Language", "en"))).Must(200)["items"]!.AsArray();
        listed
            .Select(x => (string)x!["code"]!)
            .Intersect(ShippedSources.All.Select(x => x.Code))
            .Should()
            .Equal(
                "phone",
                "website",
                "email",
                "messenger",
                "referral",
                "exhibition",
                "advertising",
                "partner",
                "other"
            );
        var fair = listed.Single(x => (string)x!["code"]! == "exhibition")!;
        ((string)fair["title"]!).Should().Be("Exhibition");
        ((string)(await Api.Get($"/sources/{(string)fair["id"]!}", ("Accept-Language", "ru")))["title"]!)
            .Should()
            .Be("Выставка");
    }

    /// <summary>A new item; the host is shared, so its code is unique.</summary>
    private async Task<(string Id, string Path)> Made(string noun)
    {
        var code = "c" + Guid.NewGuid().ToString("N");
        var id = (await Api.Post(noun, new { code, title = "Прежнее" })).Must(201).Id;
        return (id, $"{noun}/{id}");
    }

    private string Now() =>
        host.App.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
