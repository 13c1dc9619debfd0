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
        await Polling.Until(async () => (string?)(stopped = await Projection("sales-funnel"))["state"] == "stopped");

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

    private async Task<JsonNode> Projection(string name) =>
        (await api.Get("/projections")).Must(200)["items"]!
            .AsArray()
            .Single(projection => (string?)projection!["name"] == name)!;
}
