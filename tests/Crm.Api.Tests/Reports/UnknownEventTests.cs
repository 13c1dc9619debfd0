using System.Text.Json.Nodes;
using Crm.Api.Reports;
using Crm.Api.Startup;
using Crm.Domain.Kernel;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Reports;

/// <summary>An event that a newer build has written stops a report until a host that knows its type runs it.</summary>
public sealed class UnknownEventTests
{
    private const string Teleported = "deal_teleported";

    [Fact]
    public async Task A_report_stops_before_an_event_of_an_unknown_type_is_named_and_goes_on_after_repair()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var (before, unknown) = await WriteUnknown(app, api);

        var stopped = await Stopped(api, "sales-funnel");
        ((string?)stopped["failure"]!["code"], (string?)stopped["failure"]!["eventType"])
            .Should()
            .Be(("event.type_unknown", Teleported));
        ((long)stopped["failure"]!["eventPosition"]!, (long)stopped["position"]!).Should().Be((unknown, unknown - 1));
        before.Should().BeLessThan(unknown);
        await Stopped(api, "lost-reasons");
        (await api.Get("/health/details"))
            .Must(200)
            .Text.Should()
            .Contain("stopped: sales-funnel")
            .And.Contain($"event.type_unknown: event {unknown} ({Teleported})");

        await app.Execute($"update crm_events.mt_events set type = 'comment_added' where type = '{Teleported}'");
        await Polling.Until(async () => (string?)(await Projection(api, "sales-funnel"))["state"] == "current");
    }

    [Fact]
    public async Task An_unknown_type_in_a_stream_that_no_report_reads_stops_nothing()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        (await api.Post("/clients", new { name = "Ромашка" })).Must(201);
        await app.Execute(
            "update crm_events.mt_events set type = 'client_teleported' where type = 'client_registered'"
        );

        var opened = (await api.PostOnce("/deals", new { title = "Дальше" })).Must(201);
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", $"{opened.Position}"))).Must(200);
    }

    [Fact]
    public async Task A_newer_build_takes_the_reports_over_and_carries_them_past_the_event_without_a_restart()
    {
        await using var older = await CrmApp.Start(settings: ("Hosting:Alone", "false"));
        var api = await older.As();
        var (_, unknown) = await WriteUnknown(older, api);
        await Stopped(api, "sales-funnel");

        await using var newer = await CrmApp.Start(older.ConnectionString, AsNewerBuild, ("Hosting:Alone", "false"));

        foreach (var report in (string[])["sales-funnel", "lost-reasons", "gross-profit", "exchange-matches"])
            await Polling.Until(async () =>
                await Projection(api, report) is var state
                && (string?)state["state"] == "current"
                && (long)state["position"]! >= unknown
            );
        var opened = (await api.PostOnce("/deals", new { title = "После" })).Must(201);
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", $"{opened.Position}"))).Must(200);
        await Polling.Until(async () =>
            await older.Number(
                "select count(*) from wolverine.wolverine_node_assignments a join wolverine.wolverine_nodes n on n.id = a.node_id "
                    + "where a.id like 'event-subscriptions%' and 'crm-build://number/99' = any(n.capabilities)"
            ) == 4
        );
    }

    private static void AsNewerBuild(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new BuildNumber(99));
        builder.Services.ConfigureMarten(o => o.Events.MapEventType<DealTeleported>(Teleported));
    }

    /// <summary>Opens a deal, and makes one of its events, with others after it, one that no build of today knows.</summary>
    private static async Task<(long Before, long Unknown)> WriteUnknown(CrmApp app, Testing.Api api)
    {
        var opened = (await api.PostOnce("/deals", new { title = "До" })).Must(201);
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", $"{opened.Position}"))).Must(200);
        (await api.Get("/reports/lost-reasons", ("Crm-Min-Position", $"{opened.Position}"))).Must(200);
        await app.Execute(
            $"""
            create function crm.rename() returns trigger language plpgsql as $$ begin new.type := '{Teleported}'; return new; end $$;
            create trigger rename before insert on crm_events.mt_events for each row when (new.type = 'comment_added')
            execute function crm.rename();
            """
        );
        var commented = (await api.PostOnce($"/deals/{opened.Id}/comments", new { text = "Телепорт" })).Must(201);
        await app.Execute("drop function crm.rename() cascade");
        (await api.PostOnce("/deals", new { title = "После" })).Must(201);
        return (opened.Position, commented.Position);
    }

    /// <summary>Waits until the event is named: on a busy machine a try may end for another reason before.</summary>
    private static async Task<JsonNode> Stopped(Testing.Api api, string report)
    {
        JsonNode state = null!;
        await Polling.Until(async () =>
            (string?)(state = await Projection(api, report))["state"] == "stopped"
            && (string?)state["failure"]!["code"] != "store.failed"
        );
        return state;
    }

    private static async Task<JsonNode> Projection(Testing.Api api, string report) =>
        (await api.Get("/projections")).Must(200)["items"]!
            .AsArray()
            .Single(projection => (string?)projection!["name"] == report)!;

    private sealed record DealTeleported : DomainEvent;
}
