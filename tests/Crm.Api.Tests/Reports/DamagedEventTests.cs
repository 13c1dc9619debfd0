using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace Crm.Api.Tests.Reports;

/// <summary>A damaged event stops the reports about it until it is repaired, and everybody is told. A host of the class's own.</summary>
public sealed class DamagedEventTests(TestHost host) : IClassFixture<TestHost>
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task A_report_that_an_event_stops_names_it_says_how_late_it_is_and_goes_on_once_it_is_repaired()
    {
        var settled = (await api.PostOnce("/deals", new { title = "До порчи" })).Must(201).Position;
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", $"{settled}"))).Must(200);
        await app.Execute(
            """
            create function crm.damage() returns trigger language plpgsql as $$
            begin
                new.data := jsonb_set(new.data, '{title}', '[]');
                return new;
            end $$;
            create trigger damage before insert on crm_events.mt_events for each row
            when (new.type = 'deal_opened') execute function crm.damage();
            """
        );
        (await api.PostOnce("/deals", new { title = "Порча" })).Must(201);
        await app.Execute("drop function crm.damage() cascade");

        JsonNode stopped = null!;
        // On a busy machine a try may end for another reason before.
        await Polling.Until(async () =>
            (string?)(stopped = await Projection("sales-funnel"))["state"] == "stopped"
            && (string?)stopped["failure"]!["code"] != "store.failed"
        );

        ((string?)stopped["failure"]!["code"], (string?)stopped["failure"]!["eventType"])
            .Should()
            .Be(("event.unreadable", "deal_opened"));
        ((long)stopped["failure"]!["eventPosition"]!).Should().Be((long)stopped["position"]! + 1);
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        await Polling.Until(async () =>
            (await api.Get("/reports/sales-funnel")).Must(200).Headers.TryGetValue("Crm-Lag", out var lag)
            && int.Parse(lag, CultureInfo.InvariantCulture) >= 40
        );

        await app.Execute(
            "update crm_events.mt_events set data = jsonb_set(data, '{title}', '\"Порча\"') where data -> 'title' = '[]'"
        );
        await Polling.Until(async () => (string?)(await Projection("sales-funnel"))["state"] == "current");
        (await Projection("sales-funnel"))["failure"].Should().BeNull();
    }

    [Fact]
    public async Task The_history_shows_the_rest_and_names_what_cannot_be_read()
    {
        var deal = (await api.Post("/deals", new { title = "Было" })).Must(201);
        foreach (var text in (string[])["первый", "второй", "третий"])
            (await api.Post($"/deals/{deal.Id}/comments", new { text })).Must(201);
        (await api.Patch("/deals/" + deal.Id, new { title = "Стало" }, (await api.Get("/deals/" + deal.Id)).ETag)).Must(
            200
        );
        var whole = await History(deal.Id);
        var (second, third) = ((string)whole[^3]["id"]!, (string)whole[^2]["id"]!);
        var stored = await app.Read($"select data from crm_events.mt_events where id = '{second}'");
        await app.Execute(
            $"""
            update crm_events.mt_events set data = jsonb_set(data, array['text'], '7') where id = '{second}';
            update crm_events.mt_events set type = 'comment_sung', mt_dotnet_type = 'Crm.Song, Crm' where id = '{third}';
            """
        );

        var damaged = await History(deal.Id);
        damaged
            .Select(e => ((string?)e["type"], (string?)e["unreadable"], e["data"] is null))
            .TakeLast(4)
            .Should()
            .Equal(
                ("comment_added", null, false),
                ("comment_added", "event.unreadable", true),
                ("comment_sung", "event.type_unknown", true),
                ("deal_retitled", null, false)
            );
        foreach (var (now, before) in damaged.Zip(whole))
        {
            var readable = now["unreadable"] is null;
            foreach (
                var member in (string[])["id", "version", "sequence", "happenedAt", "recordedAt", "actor", "command"]
            )
                Text(now, member).Should().Be(Text(before, member), member);
            if (readable)
                now.ToJsonString().Should().Be(before.ToJsonString());
        }

        ((string?)damaged[^2]["title"]).Should().Be("comment_sung", "only a newer build knows how people call it");
        await app.Execute(
            $"""
            update crm_events.mt_events set data = '{stored}' where id = '{second}';
            update crm_events.mt_events set type = 'comment_added' where id = '{third}';
            """
        );
        (await History(deal.Id)).Select(e => e.ToJsonString()).Should().Equal(whole.Select(e => e.ToJsonString()));
    }

    private static string? Text(JsonNode e, string member) => e[member]?.ToJsonString();

    private async Task<JsonNode[]> History(string deal) =>
        [.. (await api.Get($"/deals/{deal}/history")).Must(200)["items"]!.AsArray().Select(e => e!)];

    private async Task<JsonNode> Projection(string name) =>
        (await api.Get("/projections")).Must(200)["items"]!
            .AsArray()
            .Single(projection => (string?)projection!["name"] == name)!;
}
